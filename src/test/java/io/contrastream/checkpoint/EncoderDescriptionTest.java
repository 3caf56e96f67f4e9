package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.EncoderDescription.Layout;
import io.contrastream.encoding.EncoderSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderDescriptionTest {
  @Test
  void shouldNeedShapeAndDimensionOnly() {
    EncoderDescription read =
        EncoderDescription.parse("input.shape: [3, 32, 48]\ndimension: 128", "a test");

    assertThat(read)
        .isEqualTo(EncoderDescription.of(3, 32, 48, 128, Layout.NCHW, EncoderSpec.Type.FLOAT32));
    assertThat(read.divisor()).isEqualTo(255);
    assertThat(read.spec().input().shape()).containsExactly(3, 32, 48);
  }

  @Test
  void shouldReadWhatItWrites() {
    EncoderDescription all =
        new EncoderDescription(
            EncoderDescription.of(3, 8, 9, 5, Layout.NHWC, EncoderSpec.Type.FLOAT32).spec(),
            Layout.NHWC,
            EncoderSpec.Type.FLOAT32,
            127.5f,
            List.of(0.485f, 0.456f, 0.406f),
            List.of(0.229f, 0.224f, 0.225f),
            2,
            true,
            List.of("cat", "dog's"));

    assertThat(EncoderDescription.parse(all.yaml(), "a test")).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dimension: 5                                      | input.shape is missing",
        "input.shape: [3, 32, 32]                          | dimension is missing",
        "input.shape: [2, 32, 32]                          | 1 or 3 channels",
        "input.shape: [1, 5000, 32]                        | sides of 1 to 4096",
        "input.shape: [1, 28]                              | [channels, height, width]",
        "dimension: -1                                     | dimension is '-1', but must be a whole"
            + " number",
        "dimension: 99999                                  | from 1 to 16384",
        "{input.shape: [3, 8, 8], input.mean: [1]}         | 3 numbers, one per channel",
        "{input.shape: [3, 8, 8], input.deviation: 0}      | 3 numbers",
        "{input.shape: [1, 8, 8], input.deviation: 0}      | must not be 0",
        "{input.shape: [1, 8, 8], input.mean: NaN}         | a number",
        "{input.type: float16}                             | uint8 or float32",
        "{input.layout: chw}                               | nchw or nhwc",
        "{input.type: uint8, input.divisor: 255}           | must be left out",
        "{normalize: perhaps}                              | true or false",
        "{output: first}                                   | output is 'first'",
        "{input.shape: [3, 512, 512], dimension: 8}        | 786432 numbers, but at most 500000",
        "{input.size: 3}                                   | input.size is unknown",
        "[1]                                               | must consist of keys",
      })
  void shouldSayWhatIsWrong(String yaml, String fault) {
    assertThatThrownBy(() -> EncoderDescription.parse(yaml, "encoder.yaml"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("encoder.yaml: ")
        .hasMessageContaining(fault);
  }

  @Test
  void shouldRefuseClassesThatYamlWouldChange() {
    assertThatThrownBy(() -> EncoderDescription.parse("classes: [\"a\\nb\"]", "encoder.yaml"))
        .hasMessageContaining("line breaks");
  }

  @Test
  void shouldReportAllFaultsTogether() {
    assertThatThrownBy(() -> EncoderDescription.parse("{a: 1, output: -1}", "encoder.yaml"))
        .hasMessageContainingAll("a is unknown", "output is", "input.shape", "dimension");
  }
}
