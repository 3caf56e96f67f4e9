package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.lifecycle.StartupException;
import io.contrastream.testing.TestSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedGroupTest {

  @Test
  void shouldJoinProcessorsOfTheSameInputs() {
    SharedGroup group = group("image,caption");

    assertThatCode(() -> group.requireSameTopics(Set.of())).doesNotThrowAnyException();
    assertThatCode(
            () ->
                group.requireSameTopics(
                    Set.of("digit-images", "digit-captions", "contrastream-losses-repartition")))
        .doesNotThrowAnyException();
  }

  /** The group would assign partitions of topics to members that have not subscribed to them. */
  @ParameterizedTest
  @CsvSource({"image,digit-captions", "'image,caption,sound',digit-captions", "image,other"})
  void shouldRefuseProcessorsOfOtherInputs(String modalities, String theirs) {
    assertThatThrownBy(() -> group(modalities).requireSameTopics(Set.of("digit-images", theirs)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("digit-images")
        .hasMessageContaining(theirs)
        .hasMessageContaining("the same topics and modalities");
  }

  private static SharedGroup group(String modalities) {
    return new SharedGroup(TestSettings.of("modalities=" + modalities), "instance");
  }
}
