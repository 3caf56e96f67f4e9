/**
 * How commands print and write: tables, JSON, progress lines, and files of records and vectors.
 * Data goes to standard output or a file, progress to standard error.
 */
package io.contrastream.cli.output;
