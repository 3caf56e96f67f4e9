/** {@code contrastream monitor}: on a full screen, as lines or as JSON. */
package io.contrastream.cli.monitor;
