package io.contrastream.cli.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
  private static final int DIMENSION = 64;

  @TempDir Path folder;

  @Test
  void shouldWriteARowForEachDigit() throws Exception {
    // given
    Path out = folder.resolve("new/vectors.csv");

    // when
    Run run = embed(out);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("file,label,v0,v1,").endsWith(",v63");
    assertThat(lines.get(2)).startsWith(",1,").matches(",1(,[^,]+){64}");
  }

  @Test
  void shouldWriteTheSameNumbersInNumpysFormat() throws Exception {
    // given
    Path csv = folder.resolve("vectors.csv");
    Path npy = folder.resolve("vectors.npy");

    // when
    embed(csv);
    embed(npy);

    // then
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    int start = 10 + bytes.getShort(8);
    assertThat(start % 64).isZero();
    assertThat(new String(bytes.array(), 0, start, ISO_8859_1))
        .startsWith("\u0093NUMPY\u0001\u0000")
        .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 64), }")
        .endsWith("\n");
    float[] numbers = new float[3 * DIMENSION];
    bytes.position(start).asFloatBuffer().get(numbers);
    assertThat(bytes.capacity() - start).isEqualTo(numbers.length * Float.BYTES);
    String[] lastRow = Files.readAllLines(csv).get(3).split(",");
    assertThat(numbers[numbers.length - 1]).isEqualTo(Float.parseFloat(lastRow[DIMENSION + 1]));
    assertThat(Files.readAllLines(folder.resolve("vectors.rows.csv")))
        .containsExactly("row,file,label", "0,,0", "1,,1", "2,,2");
  }

  @Test
  void shouldWriteTheSameRowsAsParquet() throws Exception {
    // given
    Path csv = folder.resolve("vectors.csv");
    Path parquet = folder.resolve("vectors.parquet");

    // when
    embed(csv);
    Run run = embed(parquet);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("WARN", "SLF4J");
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader = reader(parquet)) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        assertThat(row.getFieldRepetitionCount("file")).isZero();
        Group vector = row.getGroup("vector", 0);
        rows.add(
            IntStream.range(0, DIMENSION)
                .mapToObj(i -> "" + vector.getGroup("list", i).getFloat("element", 0))
                .collect(Collectors.joining(",", "," + row.getInteger("label", 0) + ",", "")));
      }
    }
    assertThat(rows).isEqualTo(Files.readAllLines(csv).subList(1, 4));
  }

  private static ParquetReader<Group> reader(Path file) throws IOException {
    return new ParquetReader.Builder<Group>(
        new LocalInputFile(file), new PlainParquetConfiguration()) {
      @Override
      protected ReadSupport<Group> getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }

  @Test
  void shouldWriteVectorsOfLengthOneUnlessToldOtherwise() throws Exception {
    // given
    Path unit = folder.resolve("unit.csv");
    Path raw = folder.resolve("raw.csv");

    // when
    embed(unit);
    embed(raw, "--set", "embedding.normalize=false");

    // then
    assertThat(length(unit)).isCloseTo(1, within(1e-6));
    assertThat(length(raw)).isNotCloseTo(1, within(0.1));
  }

  /** Returns the length of the first vector. */
  private static double length(Path csv) throws IOException {
    String[] row = Files.readAllLines(csv).get(1).split(",");
    return Math.sqrt(
        Stream.of(row).skip(2).mapToDouble(Double::parseDouble).map(it -> it * it).sum());
  }

  @Test
  void shouldKeepTheOrderOfFiles() throws Exception {
    // given
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(14, 14, 0, 255);
    for (int i = 0; i < 20; i++) {
      Path label = Files.createDirectories(folder.resolve("digits/" + i / 2));
      ImageIO.write(image, "png", label.resolve(i + ".png").toFile());
    }
    Path out = folder.resolve("vectors.csv");

    // when
    Run run = embed(out, "--source", "png:" + folder.resolve("digits"));

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readAllLines(out).stream().skip(1).map(line -> line.split(",")[0]))
        .allSatisfy(file -> assertThat(file).matches("\\d/\\d+\\.png"));
    assertThat(Files.readAllLines(out).stream().skip(1).map(line -> line.split(",")[1]))
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "" + i / 2).toList());
  }

  @Test
  void shouldRefuseAnUnknownFormat() throws Exception {
    // when
    Run run = embed(folder.resolve("vectors.txt"));

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--out must end in .csv, .parquet or .npy, unlike", "vectors.txt");
  }

  @Test
  void shouldNotReplaceAFolder() throws Exception {
    // given
    Path out = Files.createDirectory(folder.resolve("vectors.npy"));

    // when
    Run run = embed(out);

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "contrastream: %s: cannot be written: it is a folder".formatted(out));
    assertThat(out).isDirectory();
  }

  @Test
  void shouldTouchNoOtherFile() throws Exception {
    // given
    Path other = Files.writeString(folder.resolve(".vectors.npy"), "another's");

    // when
    Run run = embed(folder.resolve("vectors.npy"));

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(other).hasContent("another's");
  }

  @Test
  void shouldReportAFileThatCannotBeWritten() throws Exception {
    // given
    Path file = Files.writeString(folder.resolve("file"), "");

    // when
    Run run = embed(file.resolve("vectors.npy"));

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "vectors.npy: cannot be written: a file of this name exists, but a folder is needed");
  }

  @Test
  void shouldPrintTheResultAsJson() throws Exception {
    // given
    Path out = folder.resolve("vectors.csv");

    // when
    Run run = embed(out, "--json");

    // then
    String id = CheckpointFile.load(Fixtures.checkpoint(folder)).id();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualToIgnoringNewLines(
            "{\"vectors\":3,\"checkpoint\":\"%s\",\"file\":\"%s\"}".formatted(id, out));
  }

  @Test
  void shouldTellWhereTheRowsAreNamed() throws Exception {
    // given
    Path out = folder.resolve("vectors.npy");
    Path rows = folder.resolve("vectors.rows.csv");

    // when
    Run text = embed(out);
    Run json = embed(out, "--json");

    // then
    assertThat(text.err())
        .contains("to %s, and the names of their rows to %s".formatted(out, rows));
    assertThat(json.out()).contains("\"file\":\"%s\",\"rows\":\"%s\"".formatted(out, rows));
  }

  @Test
  void shouldSayWhatLooksWrong() throws Exception {
    // given
    String row = "7" + ",0".repeat(300) + ",255".repeat(20) + ",0".repeat(464) + "\n";
    Path alike = Files.writeString(folder.resolve("alike.csv"), row.repeat(12));

    // when
    Run run =
        Run.of(
            "embed",
            "--source",
            "csv:" + alike,
            "--checkpoint",
            Fixtures.checkpoint(folder).toString(),
            "--out",
            folder.resolve("vectors.csv").toString());

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines())
        .startsWith(
            "Note: All 12 digits looked at have the label 7.",
            "Note: All 12 images looked at are alike.",
            "Note: the first 12 vectors are alike; look at the images and at the checkpoint.");
  }

  @Test
  void shouldSayWhatWasChangedInTheCheckpoint() throws Exception {
    // given
    Checkpoint plain = CheckpointFile.load(Fixtures.checkpoint(folder));
    Map<String, Tensor> wrapped = new LinkedHashMap<>();
    plain.tensors().forEach((name, tensor) -> wrapped.put("module." + name, tensor));
    Path file = folder.resolve("wrapped.pt");
    CheckpointFile.save(new Checkpoint(wrapped, Map.of()), file);

    // when
    Run run = embedWith(file);

    // then
    assertThat(run.err().lines()).contains("Note: prefix 'module.' removed");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void shouldNotRepeatWhatWasChangedByAnEarlierImport() throws Exception {
    // given
    Checkpoint plain = CheckpointFile.load(Fixtures.checkpoint(folder));
    Path file = folder.resolve("imported.safetensors");
    CheckpointFile.save(plain.withMetadata(Map.of(Checkpoint.CHANGES, "long ago")), file);

    // when
    Run run = embedWith(file);

    // then
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).doesNotContain("long ago");
  }

  private Run embedWith(Path checkpoint) throws Exception {
    return Run.of(
        "embed",
        "--source",
        Fixtures.source(folder, 3),
        "--checkpoint",
        checkpoint.toString(),
        "--out",
        folder.resolve("vectors.csv").toString());
  }

  private Run embed(Path out, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    if (!arguments.contains("--source")) {
      arguments.addAll(List.of("--source", Fixtures.source(folder, 3)));
    }
    arguments.addAll(
        0,
        List.of(
            "embed",
            "--checkpoint",
            Fixtures.checkpoint(folder).toString(),
            "--out",
            out.toString()));
    return Run.of(arguments.toArray(String[]::new));
  }
}
