package io.contrastream.cli;

import io.contrastream.checkpoint.CheckpointFolder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;

/** picocli's completion script, with values that it does not know. */
final class CompletionScript {
  /** The values of an option, which picocli generates as Java names enum constants. */
  private static final Pattern VALUES = Pattern.compile("(?<=_option_args=)\\([^)]*\\)");

  private static final String FUNCTIONS =
      """

      # Completes the key of a setting; its value follows without a space.
      function _contrastream_keys() {
        type compopt &>/dev/null && compopt -o nospace
        COMPREPLY=( $(compgen -W '%s' -- "$1") )
      }

      # Completes a path or the name of a checkpoint that is in the folder now.
      function _contrastream_checkpoints() {
        local IFS=$'\\n'
        COMPREPLY=( $(compgen -f -- "$1")
          $(compgen -W "$(ls %s 2>/dev/null | sed -En 's/(%s)$//p')" -- "$1") )
      }
      """;

  private final String functions;

  CompletionScript(List<String> keys, Path checkpoints) {
    functions =
        FUNCTIONS.formatted(
            keys.stream().map(key -> key + "=").collect(Collectors.joining(" ")),
            quoted(checkpoints.toAbsolutePath().toString()),
            CheckpointFolder.suffixes()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(suffix -> suffix.replace(".", "\\."))
                .collect(Collectors.joining("|")));
  }

  String of(String program, CommandLine commands) {
    String script = AutoComplete.bash(program, commands);
    String cased = VALUES.matcher(script).replaceAll(CompletionScript::lowerCase);
    return calling(calling(cased, "--set", "keys"), "--checkpoint", "checkpoints") + functions;
  }

  private static String lowerCase(MatchResult values) {
    return Matcher.quoteReplacement(values.group().toLowerCase(Locale.ROOT));
  }

  /** Where picocli leaves an option's value alone, lets a function complete it. */
  private static String calling(String script, String option, String function) {
    String open = "    '%s')\n      ".formatted(option);
    return script.replace(
        open + "return\n",
        open + "_contrastream_" + function + " \"${curr_word}\"\n      return\n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
