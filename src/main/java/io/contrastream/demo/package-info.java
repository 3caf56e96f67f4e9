/**
 * The demo: a processor, a dashboard, a feed of digits, a counter of the outputs and, if it learns,
 * a trainer, all in one process.
 */
package io.contrastream.demo;
