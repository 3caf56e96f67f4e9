package io.contrastream.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's home folder. For a user whom the system doesn't know, as in some containers, Java
 * takes the folder {@code ?}.
 */
public final class UserHome {
  private static final String PROPERTY = "user.home";
  private static final String NAME = "contrastream-";

  private UserHome() {}

  /**
   * Sets the system property {@code user.home}, which the libraries use, too, if it names no folder
   * that can be written. Call it before anything uses the property.
   *
   * @return what to tell the user; empty if there is nothing to tell
   */
  public static Optional<String> ensure() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    String property = System.getProperty(PROPERTY);
    String variable = System.getenv("HOME");
    Path home = choose(property, variable, temporary);
    System.setProperty(PROPERTY, home.toString());
    return Stream.of(property, variable).noneMatch(home.toString()::equals)
        ? Optional.of(
            "This user has no home folder that can be written, so logs, state and libraries are kept in %s; set HOME to keep them elsewhere"
                .formatted(home))
        : Optional.empty();
  }

  /** Returns the first of them that can be written, else a folder of this user in the last. */
  static Path choose(String property, String variable, Path temporary) {
    return Stream.of(property, variable == null ? "" : variable)
        .filter(each -> Path.of(each).isAbsolute() && isWritable(Path.of(each)))
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> own(temporary));
  }

  /** Whether the folder can be written, or be created. */
  private static boolean isWritable(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.isDirectory(there) && Files.isWritable(there);
  }

  /**
   * Returns a folder that only this user can write: libraries are loaded from it. It's the same one
   * each time, unless somebody else has taken its name.
   */
  private static Path own(Path temporary) {
    Path created;
    try {
      created = Files.createTempDirectory(temporary, NAME);
    } catch (IOException e) {
      return temporary; // what needs a home will say so
    }
    try {
      return renamed(created, temporary);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return created; // on a system without user ids
    }
  }

  private static Path renamed(Path created, Path temporary) throws IOException {
    Path usual = temporary.resolve(NAME + Files.getAttribute(created, "unix:uid"));
    try {
      Files.move(created, usual);
    } catch (FileAlreadyExistsException e) {
      if (!isOurs(usual, created)) {
        return created;
      }
      Files.delete(created);
    }
    return usual;
  }

  private static boolean isOurs(Path folder, Path example) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(example))
        && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getPosixFilePermissions(example));
  }
}
