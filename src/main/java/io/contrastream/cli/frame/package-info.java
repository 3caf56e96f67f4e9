/**
 * What surrounds every command: global options, settings, exit codes, errors, log and Ctrl-C. It
 * knows no command; {@code cli.Main} puts the two together.
 */
package io.contrastream.cli.frame;
