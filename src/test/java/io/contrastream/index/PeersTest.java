package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.ConfigException;
import io.contrastream.config.IndexSettings;
import io.contrastream.index.Answer.Missing;
import io.contrastream.index.Answer.Reply;
import io.contrastream.testing.TestSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {
  private static final float[] VECTOR = {1, 0, 0};

  private static IndexSettings settings(String timeout, FakePeer... peers) {
    String addresses = Stream.of(peers).map(FakePeer::url).collect(Collectors.joining(","));
    return TestSettings.of(
            "index.instance=1/" + (peers.length + 1),
            "index.peers=" + addresses,
            "index.peer.timeout=" + timeout)
        .index();
  }

  private static Missing missing(String timeout, FakePeer peer) throws Exception {
    try (peer;
        Peers peers = new Peers(settings(timeout, peer))) {
      List<Reply> replies = peers.search("space=a", "a", VECTOR).get(10, TimeUnit.SECONDS);
      Peers.Lookup lookup = peers.vector("image=x", 3).get(10, TimeUnit.SECONDS);
      assertThat(replies).hasSize(1);
      assertThat(lookup.vector()).isEmpty();
      assertThat(lookup.missing()).containsExactly(replies.get(0).missing());
      assertThat(replies.get(0).missing().peer()).isEqualTo(peer.url());
      return replies.get(0).missing();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldWaitNoLongerThanTheTimeout(boolean afterHeaders) throws Exception {
    Missing missing = missing("300ms", FakePeer.hanging(afterHeaders));

    assertThat(missing.reason()).isEqualTo("it did not answer within 300 ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "<html>",
        "{\"space\": \"b\", \"indexed\": 1, \"neighbours\": [], \"vector\": [1, 2]}",
        "{\"space\": \"a\", \"indexed\": 1, \"neighbours\": [null], \"vector\": [1, 2, null]}",
        "{\"space\": \"a\", \"indexed\": 1, \"neighbours\": [{}], \"vector\": {\"a\": 1}}",
        "{\"space\": \"a\", \"neighbours\": [{\"imageId\": \"x\", \"modality\": \"image\","
            + " \"cosine\": 7}], \"vector\": [0, 0, 0]}"
      })
  void shouldTakeAnAnswerThatIsNoneForMissing(String body) throws Exception {
    Missing missing = missing("10s", FakePeer.answering(200, body));

    assertThat(missing.reason()).isEqualTo("its answer is not that of an index of this release");
  }

  @Test
  void shouldSayWhyAnInstanceRefuses() throws Exception {
    Missing missing = missing("10s", FakePeer.answering(401, "{\"error\": \"wrong token\"}"));

    assertThat(missing.reason()).isEqualTo("it answered with status 401: wrong token");
  }

  @Test
  void shouldNameTheSettingIfItNamesNoOtherInstance() throws Exception {
    IndexSettings alone = TestSettings.of("index.instance=2/3").index();
    try (Peers peers = new Peers(alone)) {
      assertThat(peers.search("space=a", "a", VECTOR).get().get(0).missing())
          .isEqualTo(new Missing("index.peers", "it names none of the 2 other instances"));
      assertThat(peers.vector("image=x", 3).get().missing()).hasSize(1);
    }
    assertThatThrownBy(() -> TestSettings.of("index.instance=1/3", "index.peers=http://a:1"))
        .hasMessageContaining("the addresses of all other instances");
  }

  @Test
  void shouldNotWaitForOthersOnceOneHasTheVector() throws Exception {
    try (FakePeer slow = FakePeer.hanging(false);
        FakePeer quick = FakePeer.answering(200, "{\"vector\": [1, 0, 0]}");
        Peers peers = new Peers(settings("1m", slow, quick))) {
      assertThat(peers.vector("image=x", 3).get(10, TimeUnit.SECONDS).vector())
          .hasValueSatisfying(found -> assertThat(found).containsExactly(VECTOR));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://index_2:8090", "http://a:b", "http://a:99999", "http://a:0", "http://:1"})
  void shouldRefuseAnAddressThatCannotBeAsked(String address) {
    assertThatThrownBy(() -> TestSettings.of("index.instance=1/2", "index.peers=" + address))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the names of hosts have no underscores");
  }
}
