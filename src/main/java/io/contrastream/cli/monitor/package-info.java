/**
 * {@code contrastream monitor}: prints what the monitor sees, on a full screen, as lines or as
 * JSON.
 */
package io.contrastream.cli.monitor;
