package io.contrastream.doctor;

import io.contrastream.config.FileFaults;
import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that the program's folders are writable and have free space.
 *
 * @param stateDir folder of the stream processor's state
 * @param checkpointsDir folder of the checkpoints
 * @param saving whether new checkpoints are saved there; otherwise it is only read
 */
record DiskCheck(Path stateDir, Path checkpointsDir, boolean saving) implements Check {

  /** Enough to store waiting pairs for a while. */
  private static final long MIN_SPACE = 100L << 20;

  private static final long ENOUGH_SPACE = 1L << 30;

  static DiskCheck of(Settings settings) {
    return new DiskCheck(
        settings.stream().stateDir(),
        settings.model().checkpointsDir(),
        settings.checkpoints().save());
  }

  @Override
  public List<Outcome> run() {
    return List.of(
        folder("stream.state.dir", stateDir, Result.FAILED),
        folder("model.checkpoints.dir", checkpointsDir, saving ? Result.FAILED : Result.WARNING));
  }

  private Outcome folder(String setting, Path folder, Result lacking) {
    try {
      Path there = nearest(folder);
      Files.delete(Files.createTempFile(there, "contrastream-", ".tmp"));
      return space(setting, folder, Files.getFileStore(there).getUsableSpace(), lacking);
    } catch (IOException e) {
      return new Outcome(
          lacking,
          "%s %s is not writable: %s".formatted(setting, folder, FileFaults.reason(e)),
          "let this user write to it, or set %s to another folder".formatted(setting));
    }
  }

  /** Returns the folder, or its nearest existing parent, in which it will be created. */
  private static Path nearest(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  /**
   * @param lacking the result if there is too little
   */
  Outcome space(String setting, Path folder, long bytes, Result lacking) {
    String seen = "%s %s is writable, %s free".formatted(setting, folder, size(bytes));
    String remedy = "free some space, or set %s to a folder on another disk".formatted(setting);
    if (bytes < MIN_SPACE) {
      return new Outcome(lacking, seen, remedy);
    }
    return bytes < ENOUGH_SPACE ? Outcome.warning(seen, remedy) : Outcome.ok(seen);
  }

  private static String size(long bytes) {
    return bytes < ENOUGH_SPACE ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
  }
}
