package io.contrastream.doctor;

import io.contrastream.config.FileFaults;
import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the program's folders can be written, and have space.
 *
 * @param stateDir of the stream processor
 * @param checkpointsDir of the checkpoints, which are mostly read only
 * @param saving whether each new checkpoint is saved there
 */
record DiskCheck(Path stateDir, Path checkpointsDir, boolean saving) implements Check {

  /** Pairs that wait, for a while. */
  private static final long LEAST_SPACE = 100L << 20;

  private static final long ENOUGH_SPACE = 1L << 30;

  static DiskCheck of(Settings settings) {
    return new DiskCheck(
        settings.stream().stateDir(),
        settings.model().checkpointsDir(),
        settings.checkpoints().save());
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public List<Finding> run() {
    return List.of(
        folder("stream.state.dir", stateDir, Result.FAILED),
        folder("model.checkpoints.dir", checkpointsDir, saving ? Result.FAILED : Result.WARNING));
  }

  private Finding folder(String setting, Path folder, Result lacking) {
    try {
      Path there = nearest(folder);
      Files.delete(Files.createTempFile(there, "contrastream-", ".tmp"));
      return space(setting, folder, Files.getFileStore(there).getUsableSpace(), lacking);
    } catch (IOException e) {
      return new Finding(
          name(),
          lacking,
          "%s %s can't be written: %s".formatted(setting, folder, FileFaults.reason(e)),
          "make it a folder that this user may write to, or set %s to one".formatted(setting));
    }
  }

  /** The folder, or the one in which it will be made; a file stands in the way. */
  private static Path nearest(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  /**
   * Judges the bytes that are left.
   *
   * @param lacking the result where that is too little
   */
  Finding space(String setting, Path folder, long bytes, Result lacking) {
    String seen = "%s %s can be written, %s free".formatted(setting, folder, size(bytes));
    String remedy = "make space, or set %s to a folder elsewhere".formatted(setting);
    if (bytes < LEAST_SPACE) {
      return new Finding(name(), lacking, seen, remedy);
    }
    return bytes < ENOUGH_SPACE ? warning(seen, remedy) : ok(seen);
  }

  private static String size(long bytes) {
    return bytes < ENOUGH_SPACE ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
  }
}
