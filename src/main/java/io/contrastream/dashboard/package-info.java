/**
 * The HTTP server of a process: the page, its live stream, and the endpoints for monitoring. It
 * reads the topics as any consumer of committed records would, and only a bounded sample of the
 * large ones. {@link Dashboard} connects it to the processor and trainer of the process; the server
 * itself sees them as suppliers.
 *
 * <p>One thread reads the topics ({@link LiveFeed}), a pool answers requests, and neither waits for
 * a browser.
 */
package io.contrastream.dashboard;
