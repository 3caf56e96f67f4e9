/**
 * The command line: one small class for each command, which reads its options, calls the packages
 * that do the work, and prints. {@link io.contrastream.cli.Main} is the frame; it loads the
 * settings, sends the log where it belongs, and turns what fails into one clear line and an exit
 * code. Data goes to standard output, progress and faults to standard error. Nobody imports this
 * package.
 */
package io.contrastream.cli;
