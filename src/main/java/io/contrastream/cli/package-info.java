/**
 * The command line: one small class per command, which reads options, calls the packages that do
 * the work, and prints. {@link io.contrastream.cli.Main} lists the commands and runs them in {@code
 * frame}. No other package imports this one.
 *
 * <p>A new command is one class in its group and one line in {@code Main} or the group's command.
 */
package io.contrastream.cli;
