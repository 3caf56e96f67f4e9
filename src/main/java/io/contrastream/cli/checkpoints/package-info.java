/** {@code contrastream checkpoints}: commands on the checkpoints of a folder and of the topic. */
package io.contrastream.cli.checkpoints;
