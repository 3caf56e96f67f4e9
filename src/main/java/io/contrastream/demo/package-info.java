/**
 * The demo: a processor, where it learns a trainer beside it, a feed of digits, and eyes for what
 * becomes of them.
 */
package io.contrastream.demo;
