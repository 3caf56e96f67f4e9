/**
 * The HTTP server of a process: the page, its live stream, and the endpoints for monitoring. {@link
 * Dashboard} connects it to the processor and trainer of the process, which the server itself sees
 * as suppliers.
 *
 * <p>One thread reads the topics ({@link LiveFeed}), only a bounded sample of the large ones; a
 * pool answers requests, and neither waits for a browser.
 */
package io.contrastream.dashboard;
