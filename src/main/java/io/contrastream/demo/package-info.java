/** The demo: processor, dashboard, feed, counter of outputs and trainer in one process. */
package io.contrastream.demo;
