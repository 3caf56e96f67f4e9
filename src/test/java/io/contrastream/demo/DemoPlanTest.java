package io.contrastream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.feed.InputFeed;
import io.contrastream.image.source.Alteration;
import io.contrastream.image.source.DigitSources;
import io.contrastream.schema.Modality;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPlanTest {

  @ParameterizedTest
  @CsvSource({
    "4000, 40, 1000", // halfway
    "9223372036854775807, 40, 1200", // after a minute
    "9223372036854775807, 1000, 10000", // at most 20,000 images
    "9223372036854775807, 0, 10000"
  })
  void shouldAlterTheDigitsSoonEnoughToSeeIt(long images, double rate, long pair) {
    InputFeed.Plan feed = new InputFeed.Plan(images, rate);
    DemoPlan plan =
        new DemoPlan(
            DigitSources.open("drawn:20", 1),
            1,
            feed,
            false,
            Optional.of(Alteration.INVERTED),
            Set.of(Modality.IMAGE));

    assertThat(plan.driftsAtPair()).isEqualTo(pair);
  }
}
