/**
 * The command line: one small class per command, which reads options, calls the packages that do
 * the work, and prints. {@link io.contrastream.cli.Main} lists the commands and runs them in {@code
 * frame}.
 */
package io.contrastream.cli;
