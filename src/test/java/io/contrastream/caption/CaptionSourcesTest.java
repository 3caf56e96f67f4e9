package io.contrastream.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionSourcesTest {

  @TempDir private Path folder;

  @Test
  void shouldGenerateSeenAndUnseenWordings() {
    assertThat(all("worded:30")).isEqualTo(all(WordedCaptions.seen(7, 30)));
    assertThat(all("unseen:30")).isEqualTo(all(WordedCaptions.unseen(7, 30)));
    assertThat(CaptionSources.open("worded", 7).size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(CaptionSources.open("unseen", 7).size()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldTakeASlice() {
    List<Labelled<Caption>> whole = all("worded:30");

    assertThat(all("worded:30[5:-5]")).isEqualTo(whole.subList(5, 25));
    assertThat(all("worded[5:25]")).isEqualTo(whole.subList(5, 25));
  }

  @Test
  void shouldReadLinesWithAndWithoutLabel() throws IOException {
    Path file =
        file("\uFEFF# mine\n7\ta handwritten seven\r\n\n  \nsomething\n0\t#0\twith a tab\n");

    Source<Labelled<Caption>> source = CaptionSources.open("txt:" + file, 7);

    assertThat(all(source))
        .containsExactly(
            new Labelled<>(new Caption("a handwritten seven"), 7),
            new Labelled<>(new Caption("something"), null),
            new Labelled<>(new Caption("#0\twith a tab"), 0));
    assertThat(source.notes()).isEmpty();
    assertThat(all("txt:" + file + "[-1:]")).hasSize(1);
  }

  @Test
  void shouldLeaveOutBadLinesAndNameThem() throws IOException {
    Path file =
        file("10\tten\nseven\t7\n٧\tseven\n7\tseven\n7\t \n" + "x".repeat(257) + "\nseven\n");

    Source<Labelled<Caption>> source = CaptionSources.open("txt:" + file, 7);

    assertThat(all(source))
        .containsExactly(
            new Labelled<>(new Caption("seven"), 7), new Labelled<>(new Caption("seven"), null));
    assertThat(source.notes())
        .containsExactly(
            "Left out: line 1 of %s: The label before the tab is 0 to 9, not '10'.".formatted(file),
            "Left out: line 2 of %s: The label before the tab is 0 to 9, not 'seven'."
                .formatted(file),
            "Left out: line 3 of %s: The label before the tab is 0 to 9, not '٧'.".formatted(file),
            "Left out: line 5 of %s: A caption must not be blank.".formatted(file),
            "Left out: line 6 of %s: A caption has at most 256 characters, not 257."
                .formatted(file));
  }

  @Test
  void shouldCountBadLinesAfterTen() throws IOException {
    Path file = file("x\tbad\n".repeat(13) + "7\tseven\n");

    List<String> notes = CaptionSources.open("txt:" + file, 7).notes();

    assertThat(notes).hasSize(11);
    assertThat(notes.get(9)).contains("line 10 of");
    assertThat(notes.get(10)).isEqualTo("3 more lines of %s were left out.".formatted(file));
  }

  @Test
  void shouldRefuseAFileWithoutCaptions() throws IOException {
    assertRefused("txt:" + file("# nothing\n\n"), "contains no captions.");
    assertRefused("txt:" + file("x\tbad\n"), "line 1 of");
  }

  @Test
  void shouldRefuseAFileThatIsNoText() throws IOException {
    Path file = folder.resolve("latin.txt");
    Files.write(file, "zéro".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused("txt:" + file, "is not text in UTF-8");
    assertRefused("txt:" + folder, "is a folder");
    assertRefused("txt:" + folder.resolve("missing.txt"), "does not exist");
  }

  @Test
  void shouldRefuseAFileBeyondItsBound() throws IOException {
    Path file = folder.resolve("large.txt");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((64L << 20) + 1);
    }

    assertRefused("txt:" + file, "is larger than 64 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "words:5, 'expected one of txt, unseen, worded'",
    "worded:many, 'write, for example, worded:10000'",
    "unseen:0, at least 1",
    "unseen[-5:], endless",
    "worded:10[5:11], beyond the 10 inputs",
    "txt:, needs a path"
  })
  void shouldSayWhatIsWrongWithASpec(String spec, String message) {
    assertRefused(spec, message);
  }

  private static void assertRefused(String spec, String message) {
    assertThatThrownBy(() -> CaptionSources.open(spec, 7))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("captions.txt"), text);
  }

  private static List<Labelled<Caption>> all(String spec) {
    return all(CaptionSources.open(spec, 7));
  }

  private static List<Labelled<Caption>> all(Source<Labelled<Caption>> source) {
    return IntStream.range(0, source.size()).mapToObj(source::get).toList();
  }
}
