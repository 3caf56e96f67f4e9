package io.contrastream.training;

import ai.djl.basicdataset.BasicDatasets;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.dataset.Record;
import ai.djl.translate.TranslateException;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.network.LibTorch;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** MNIST as downloaded by DJL from its server, once, into DJL's cache folder. */
public final class MnistDownload {
  private MnistDownload() {}

  /**
   * Downloads a part of MNIST, or reads it from the cache.
   *
   * @param part {@code train} (or empty) for the 60,000 training digits, {@code test} for the
   *     10,000 test digits
   * @throws SourceException if there is no such part, or if the server can't be reached
   */
  public static DigitSource open(String part) {
    return open(part, BasicDatasets.REPOSITORY);
  }

  static DigitSource open(String part, Repository repository) {
    Usage usage =
        switch (part) {
          case "", "train" -> Usage.TRAIN;
          case "test" -> Usage.TEST;
          default ->
              throw new SourceException(
                  "'mnist:%s' is not a part of MNIST: use mnist:train or mnist:test."
                      .formatted(part));
        };
    LibTorch.start();
    try (NDManager manager = NDManager.newBaseManager()) {
      Mnist mnist =
          Mnist.builder()
              .optManager(manager)
              .optRepository(repository)
              .optUsage(usage)
              .setSampling(1, false)
              .build();
      mnist.prepare();
      return read(mnist, manager);
    } catch (IOException | TranslateException e) {
      throw new SourceException(
          "MNIST can't be downloaded from %s (%s): if this machine is offline, copy the files to it and name them, as in idx:train-images-idx3-ubyte.gz."
              .formatted(repository.getBaseUri(), e),
          e);
    }
  }

  private static DigitSource read(Mnist mnist, NDManager manager) throws IOException {
    List<Digit> digits = new ArrayList<>();
    for (long i = 0; i < mnist.size(); i++) {
      try (NDManager scope = manager.newSubManager()) {
        Record record = mnist.get(scope, i);
        NDArray pixels = record.getData().head().toType(DataType.UINT8, false);
        NDArray label = record.getLabels().head().toType(DataType.INT64, false);
        digits.add(new Digit(pixels.toByteArray(), (int) label.toLongArray()[0]));
      }
    }
    return new DigitSet(digits);
  }
}
