package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.contrastive;
import static io.contrastream.topology.Images.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images, captions and sounds are embedded, joined, scored and summed together. */
class AcrossModalitiesTest {
  private static final int WINDOWS_LATER = 100;

  @TempDir Path folder;
  private TopologyHarness stream;

  @BeforeEach
  void start() {
    stream = new TopologyHarness(folder, "modalities=image,caption,sound");
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldEmbedEachModality() {
    stream.send(single("i", 7), 0);
    stream.send(Inputs.caption("c", null, ImageRole.SINGLE, 7), 1);
    stream.send(Inputs.sound("s", null, ImageRole.SINGLE, 7), 2);

    List<ImageEmbedding> embeddings = stream.embeddings.readValuesToList();
    assertThat(embeddings).extracting(ImageEmbedding::getImageId).containsExactly("i", "c", "s");
    assertThat(embeddings)
        .extracting(ImageEmbedding::getModality)
        .containsExactly(Modality.IMAGE, Modality.CAPTION, Modality.SOUND);
    assertThat(embeddings).allSatisfy(it -> assertThat(it.getVector().get(7)).isEqualTo(1f));
    assertThat(embeddings).extracting(ImageEmbedding::getLabel).containsOnly(7);
  }

  @Test
  void shouldScoreAnAnchorWithExamplesOfEveryModality() {
    stream.send(Inputs.sound("s", "pair", ImageRole.CONTRASTIVE, 4), 0);
    stream.send(anchor("a", "pair", 3), 1);
    stream.send(Inputs.caption("c", "pair", ImageRole.CONTRASTIVE, 3), 2);
    stream.send(contrastive("i", "pair", 3), 3);

    List<PairScore> scores = stream.scores.readValuesToList();
    assertThat(scores).extracting(PairScore::getContrastiveImageId).containsExactly("s", "c", "i");
    assertThat(scores)
        .extracting(PairScore::getContrastiveModality)
        .containsExactly(Modality.SOUND, Modality.CAPTION, Modality.IMAGE);
    assertThat(scores).extracting(PairScore::getAnchorModality).containsOnly(Modality.IMAGE);
    assertThat(scores).extracting(PairScore::getTarget).containsExactly(0, 1, 1);
    assertThat(scores.get(0).getCosine()).isCloseTo(0, within(1e-9));
    assertThat(scores.get(1).getCosine()).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldScoreACaptionAsAnchorOfASound() {
    stream.send(Inputs.caption("c", "pair", ImageRole.ANCHOR, 3), 0);
    stream.send(Inputs.sound("s", "pair", ImageRole.CONTRASTIVE, 3), 1);

    PairScore score = stream.scores.readValue();
    assertThat(score.getAnchorModality()).isEqualTo(Modality.CAPTION);
    assertThat(score.getContrastiveModality()).isEqualTo(Modality.SOUND);
  }

  @Test
  void shouldWriteBothInputsOfALabelledPair() {
    DigitCaption caption = Inputs.caption("c", "pair", ImageRole.ANCHOR, 3);
    DigitSound sound = Inputs.sound("s", "pair", ImageRole.CONTRASTIVE, 3);
    stream.send(caption, 0);
    stream.send(sound, 1);

    LabelledPair pair = stream.labelledPairs.readValue();
    assertThat(pair.getAnchor()).isEqualTo(caption);
    assertThat(pair.getContrastive()).isEqualTo(sound);
    assertThat(pair.getTarget()).isEqualTo(1);
  }

  /** The first input of each pair waits in the store while the checkpoint is swapped. */
  @Test
  void shouldEmbedBothAgainWithOneCheckpointAfterASwap() {
    stream.send(Inputs.caption("c", "one", ImageRole.ANCHOR, 3), 0);
    stream.send(Inputs.sound("s", "two", ImageRole.CONTRASTIVE, 5), 0);
    stream.encoder.swapTo(1);
    stream.send(Inputs.sound("s1", "one", ImageRole.CONTRASTIVE, 3), 1);
    stream.send(anchor("i", "two", 4), 1);

    List<PairScore> scores = stream.scores.readValuesToList();
    assertThat(scores).extracting(PairScore::getCheckpointId).containsOnly("checkpoint-1");
    assertThat(scores.get(0).getCosine()).isCloseTo(1, within(1e-9));
    assertThat(scores.get(1).getCosine()).isCloseTo(0, within(1e-9));
    assertThat(scores).hasSize(2);
  }

  @Test
  void shouldSumLossesByPairOfModalities() {
    stream.send(anchor("a", "one", 3), 0);
    stream.send(Inputs.caption("c", "one", ImageRole.CONTRASTIVE, 3), 0);
    stream.send(Inputs.caption("c2", "two", ImageRole.ANCHOR, 3), 1);
    stream.send(contrastive("i", "two", 4), 1);
    stream.send(Inputs.sound("s", "alone", ImageRole.ANCHOR, 3), 2);
    stream.send(single("later", 1), WINDOWS_LATER);
    stream.driver.advanceWallClockTime(java.time.Duration.ofSeconds(WINDOWS_LATER));

    List<LossWindow> windows = stream.losses.readValuesToList();
    LossWindow across = window(windows, Modality.IMAGE, Modality.CAPTION);
    assertThat(across.getPositives()).isEqualTo(1);
    assertThat(across.getNegatives()).isEqualTo(1);
    assertThat(across.getImages()).isZero();
    assertThat(window(windows, Modality.CAPTION, Modality.CAPTION).getImages()).isEqualTo(2);
    assertThat(window(windows, Modality.CAPTION, Modality.CAPTION).getPairs()).isZero();
    assertThat(window(windows, Modality.IMAGE, Modality.IMAGE).getImages()).isEqualTo(2);
    assertThat(
            windows.stream()
                .filter(it -> it.getModality() == Modality.SOUND)
                .mapToLong(LossWindow::getUnmatched)
                .sum())
        .isEqualTo(1);
  }

  private static LossWindow window(List<LossWindow> windows, Modality one, Modality other) {
    return windows.stream()
        .filter(it -> it.getModality() == one && it.getOtherModality() == other)
        .findFirst()
        .orElseThrow();
  }

  static List<Arguments> invalidCaptions() {
    return List.of(
        Arguments.of(text("   "), "Caption 'id' cannot be embedded: A caption must not be blank"),
        Arguments.of(text("x".repeat(257)), "at most 256 characters, not 257"),
        Arguments.of(Inputs.caption(" ", null, ImageRole.SINGLE, 1), "captionId is empty"),
        Arguments.of(Inputs.caption("id", "p", ImageRole.SINGLE, 1), "its role is SINGLE"),
        Arguments.of(labelled(10), "Caption 'id' has label 10"));
  }

  private static DigitCaption text(String text) {
    DigitCaption caption = Inputs.caption("id", null, ImageRole.SINGLE, 1);
    caption.setText(text);
    return caption;
  }

  private static DigitCaption labelled(int label) {
    DigitCaption caption = Inputs.caption("id", null, ImageRole.SINGLE, 1);
    caption.setLabel(label);
    return caption;
  }

  @ParameterizedTest
  @MethodSource("invalidCaptions")
  void shouldSendAnInvalidCaptionToTheDeadLetters(DigitCaption caption, String cause) {
    stream.send(caption, 0);
    stream.send(Inputs.caption("after", null, ImageRole.SINGLE, 1), 1);

    assertOneDeadLetter("digit-captions", cause);
  }

  static List<Arguments> invalidSounds() {
    return List.of(
        Arguments.of(samples(0, 8000), "at least one sample"),
        Arguments.of(samples(8001, 8000), "8001 bytes"),
        Arguments.of(
            samples(8000, 8000), "Sound 'id' cannot be embedded: A sound must not be silent"),
        Arguments.of(samples(8000, 3999), "4000 to 48000 Hz, not 3999"),
        Arguments.of(samples(8000, 48001), "4000 to 48000 Hz, not 48001"),
        Arguments.of(samples(8000 * 4 * 2 + 2, 8000), "at most 4 s"),
        Arguments.of(clipped(), "must not be clipped"));
  }

  private static DigitSound samples(int bytes, int rate) {
    DigitSound sound = Inputs.sound("id", null, ImageRole.SINGLE, 1);
    sound.setSamples(ByteBuffer.allocate(bytes));
    sound.setSampleRate(rate);
    return sound;
  }

  private static DigitSound clipped() {
    DigitSound sound = samples(8000, 8000);
    for (int i = 0; i < 8000; i += 2) {
      sound.getSamples().putShort(i, (short) 0xff7f);
    }
    return sound;
  }

  @ParameterizedTest
  @MethodSource("invalidSounds")
  void shouldSendAnInvalidSoundToTheDeadLetters(DigitSound sound, String cause) {
    stream.send(sound, 0);
    stream.send(Inputs.caption("after", null, ImageRole.SINGLE, 1), 1);

    assertOneDeadLetter("digit-sounds", cause);
  }

  private void assertOneDeadLetter(String topic, String cause) {
    List<TestRecord<byte[], byte[]>> letters = stream.deadLetters.readRecordsToList();
    assertThat(letters).hasSize(1);
    assertThat(header(letters.get(0), ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME))
        .contains(cause);
    assertThat(header(letters.get(0), ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME))
        .isEqualTo(topic);
    assertThat(stream.embeddings.readValuesToList())
        .extracting(ImageEmbedding::getImageId)
        .containsExactly("after");
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
