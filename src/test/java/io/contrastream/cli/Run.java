package io.contrastream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** The result of a command line run in this process. */
public record Run(int exitCode, String out, String err) {

  public static Run of(String... arguments) {
    return of(Main.commandLine(List.of(arguments)), arguments);
  }

  public static Run of(CommandLine commandLine, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = commandLine.execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
