/** {@code contrastream demo}: every part in one process, and how it shows progress. */
package io.contrastream.cli.demo;
