package io.contrastream.feed;

import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import io.contrastream.source.Labelled;
import io.contrastream.source.PairsAcross;
import java.util.List;

/** An endless sequence of inputs, which a feed sends step by step. */
public interface InputSequence {

  /** Returns how many inputs of the plan a step counts for, at least 1. */
  int size();

  /**
   * Sends one step.
   *
   * @param from the number of inputs of the plan sent before
   */
  void send(long from, InputProducer producer);

  /** Sends single images; one image counts for one input. */
  static InputSequence singles(DigitSource source) {
    return new Step(1, (from, producer) -> producer.send(source.get((int) (from % source.size()))));
  }

  /** Sends single inputs of another modality from a list, over and over. */
  static <I> InputSequence singles(List<Labelled<I>> inputs) {
    return new Step(1, (from, producer) -> producer.send(inputs.get((int) (from % inputs.size()))));
  }

  /** Sends pairs of images, each of which counts for two inputs. */
  static InputSequence pairs(DigitSource source, long seed) {
    DigitPairs pairs = new DigitPairs(source, seed);
    return new Step(2, (from, producer) -> producer.send(pairs.pair(from / 2)));
  }

  /** Sends pairs of two modalities, each of which counts for one input. */
  static InputSequence across(PairsAcross<?, ?> pairs) {
    return new Step(1, (from, producer) -> send(pairs.pair(from), producer));
  }

  private static void send(PairsAcross.Pair<?, ?> pair, InputProducer producer) {
    producer.send(pair.anchor(), pair.example());
  }

  /**
   * Sends a step of each sequence in turn, as one step.
   *
   * @param counted sequences whose inputs count
   * @param others sequences that each send one step beside them
   */
  static InputSequence mixed(List<InputSequence> counted, List<InputSequence> others) {
    int size = counted.stream().mapToInt(InputSequence::size).sum();
    return new Step(
        size,
        (from, producer) -> {
          long round = from / size;
          counted.forEach(each -> each.send(round * each.size(), producer));
          others.forEach(each -> each.send(round * each.size(), producer));
        });
  }

  /** A sequence made of a function. */
  record Step(int size, Sender sender) implements InputSequence {
    interface Sender {
      void send(long from, InputProducer producer);
    }

    @Override
    public void send(long from, InputProducer producer) {
      sender.send(from, producer);
    }
  }
}
