package io.contrastream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script in a real bash; skipped if there is none. */
class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(Files.isExecutable(BASH), "there is no " + BASH);
    script = Files.writeString(folder.resolve("completion"), Run.of("completion").out());
  }

  @Test
  void shouldCompleteACommand() throws Exception {
    assertThat(complete("contrastream", "mon")).containsExactly("monitor");
  }

  @Test
  void shouldCompleteASubcommand() throws Exception {
    assertThat(complete("contrastream", "checkpoints", "ro")).containsExactly("rollback");
  }

  @Test
  void shouldCompleteAnOption() throws Exception {
    assertThat(complete("contrastream", "monitor", "--in")).containsExactly("--interval");
  }

  @Test
  void shouldCompleteAGlobalOption() throws Exception {
    assertThat(complete("contrastream", "topics", "create", "--conf")).containsExactly("--config");
  }

  @Test
  void shouldCompleteAValue() throws Exception {
    assertThat(complete("contrastream", "consume", "dead")).containsExactly("dead-letters");
  }

  @Test
  void shouldCompleteValuesInLowerCase() throws Exception {
    assertThat(complete("contrastream", "consume", "--from", "")).contains("beginning", "latest");
    assertThat(complete("contrastream", "fit", "--schedule", "o")).containsExactly("one_cycle");
    assertThat(complete("contrastream", "fit", "--loss", "a")).containsExactly("all_pairs");
  }

  @Test
  void shouldCompleteTheKeyOfASetting() throws Exception {
    assertThat(complete("contrastream", "process", "--set", "batch.si"))
        .containsExactly("batch.size=");
    assertThat(complete("contrastream", "--set", "batch.si")).containsExactly("batch.size=");
  }

  @Test
  void shouldCompleteTheNameOfACheckpoint() throws Exception {
    // given
    Path checkpoints = Files.createDirectory(folder.resolve("it's mine"));
    for (String file : List.of("night-1.safetensors", "night-2.pth.tar", "notes.txt")) {
      Files.createFile(checkpoints.resolve(file));
    }
    Run run = Run.of("completion", "--set", "model.checkpoints.dir=" + checkpoints);

    // when
    Files.writeString(script, run.out());

    // then
    assertThat(complete("contrastream", "embed", "--checkpoint", "n"))
        .containsExactly("night-1", "night-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"contrastream", "./contrastream", "/opt/contrastream/contrastream"})
  void shouldCompleteForAnyPath(String program) throws Exception {
    assertThat(complete(program, "eval")).containsExactly("evaluate");
  }

  /** Returns what bash suggests for the last word. Like bash, looks a path up by its last part. */
  private List<String> complete(String... words) throws Exception {
    String line = String.join(" ", words);
    String asked =
        """
        source '%s'
        compspec=$(complete -p "$(basename '%s')") || exit 1
        function=${compspec#*-F }; function=${function%%%% *}
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
        "$function" '%s' 2>'%s'
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                script,
                words[0],
                line,
                words.length - 1,
                line,
                line.length(),
                words[0],
                folder.resolve("stderr"));
    Process bash =
        new ProcessBuilder(BASH.toString(), "--norc", "-c", asked)
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(bash.exitValue()).as(out).isZero();
    return out.lines().map(String::strip).toList();
  }
}
