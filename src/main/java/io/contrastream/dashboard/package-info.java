/**
 * HTTP: the page for people, its live stream, and what monitoring asks. It reads topics as any
 * consumer of committed records would, a bounded sample of what is too much to show; the parts of
 * the process that it tells of come to it as suppliers.
 */
package io.contrastream.dashboard;
