package io.contrastream.cli.output;

import io.contrastream.cli.frame.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table for people. Columns are as wide as their longest cell; those that hold only numbers below
 * their heading are aligned to the right.
 */
public final class Table {
  private static final String NUMBER = "-?[\\d.,]+|NaN|";

  private final List<String[]> rows = new ArrayList<>();
  private final boolean hasHeadings;

  /**
   * @param headings none for a table without headings
   */
  public Table(String... headings) {
    hasHeadings = headings.length > 0;
    if (hasHeadings) {
      rows.add(headings);
    }
  }

  /** Adds a row; null is an empty cell. */
  public Table row(Object... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(cell -> cell == null ? "" : PlainText.line(cell.toString()))
            .toArray(String[]::new));
    return this;
  }

  /** Returns the number with a fixed number of decimals. */
  public static String fixed(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  public void print(PrintWriter out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    List<String> formats = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      formats.add(format(column));
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(formats.get(column).formatted(row[column]));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private String format(int column) {
    List<String> cells = rows.stream().map(row -> column < row.length ? row[column] : "").toList();
    int width = Math.max(1, cells.stream().mapToInt(String::length).max().orElse(1));
    boolean numbers =
        cells.stream().skip(hasHeadings ? 1 : 0).allMatch(cell -> cell.matches(NUMBER));
    return "%" + (numbers ? "" : "-") + width + "s  ";
  }
}
