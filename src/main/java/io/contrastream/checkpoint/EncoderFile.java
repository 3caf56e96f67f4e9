package io.contrastream.checkpoint;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An image encoder of a user's own, in a file that another program has written, and what describes
 * it. Such a model only embeds: it can't be trained, rotated or exported.
 *
 * @param sha256 of the file, in hexadecimal digits
 */
public record EncoderFile(Path path, Kind kind, String sha256, EncoderDescription description) {

  /** The format of such a file. */
  public enum Kind {
    TORCHSCRIPT("TorchScript"),
    ONNX("ONNX");

    /** The name for people. */
    public final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name in records. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> named(String id) {
      return Stream.of(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
  }

  private static final String ONNX_SUFFIX = ".onnx";
  private static final String DESCRIPTION = "encoder.yaml";

  /** Returns the format if a file is a model of another program; empty if it may be one of ours. */
  public static Optional<Kind> kindOf(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    if (path.toString().endsWith(ONNX_SUFFIX)) {
      return Optional.of(Kind.ONNX);
    }
    byte[] start = CheckpointFile.start(path, 2);
    boolean isZip = start.length == 2 && start[0] == 'P' && start[1] == 'K';
    return isZip && holdsCode(path) ? Optional.of(Kind.TORCHSCRIPT) : Optional.empty();
  }

  /** A state_dict, which is a zip archive as well, has no code. */
  private static boolean holdsCode(Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().matches("[^/]*/code/.*"));
    } catch (ZipException e) {
      return false; // whoever reads it explains that
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be read: " + FileFaults.reason(e), e);
    }
  }

  /** Returns the files that may describe a model: its own, and that of all models of the folder. */
  public static List<Path> descriptions(Path model) {
    return List.of(
        model.resolveSibling(CheckpointFile.nameOf(model) + "." + DESCRIPTION),
        model.resolveSibling(DESCRIPTION));
  }

  /**
   * Reads the description beside a model: {@code NAME.encoder.yaml}, or {@code encoder.yaml}.
   *
   * @throws CheckpointException if there is none, or it is not valid
   */
  static EncoderFile read(Path path, Kind kind) {
    List<Path> places = descriptions(path);
    Path found =
        places.stream()
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new CheckpointException(
                        ("%s is a %s model, but neither %s nor %s describes it; write one with:"
                                + " contrastream encoders check %s --write")
                            .formatted(
                                path,
                                kind.title,
                                places.get(0).getFileName(),
                                places.get(1).getFileName(),
                                path)));
    return new EncoderFile(path, kind, sha256(path), EncoderDescription.read(found));
  }

  /**
   * Finds the file that a record names.
   *
   * @param folder that holds the files of all instances
   * @throws CheckpointException if it is missing, or not the one that was published
   */
  public static EncoderFile find(
      String name, Kind kind, String sha256, String description, Path folder, String origin) {
    if (!name.matches("[\\w][\\w. -]{0,199}")) {
      throw new CheckpointException(
          "%s names the file %s: use letters, digits, dots, dashes, underscores and spaces in the name"
              .formatted(origin, CheckpointException.quoted(name)));
    }
    Path path = folder.resolve(name);
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(
          "%s is the model in the file %s, which %s does not hold: copy it there, on each instance (model.checkpoints.dir)"
              .formatted(origin, name, folder));
    }
    String found = sha256(path);
    if (!found.equals(sha256)) {
      throw new CheckpointException(
          "%s is a model with the SHA-256 %s, but %s has %s: copy the right file there"
              .formatted(origin, sha256, path, found));
    }
    return new EncoderFile(path, kind, sha256, EncoderDescription.parse(description, origin));
  }

  /** Returns the file's name, by which records name it. */
  public String name() {
    return path.getFileName().toString();
  }

  /**
   * Returns the digest of the model and its description: another description is another encoder.
   */
  String digest() {
    MessageDigest digest = WeightDigest.sha256();
    digest.update((sha256 + "\n" + description.yaml()).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  Map<String, String> metadata() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", "%s, %s".formatted(kind.title, name()));
    facts.put("model.sha256", sha256);
    facts.putAll(description.facts());
    return facts;
  }

  /**
   * Returns the SHA-256 of a file in hexadecimal digits.
   *
   * @throws CheckpointException if it can't be read
   */
  public static String sha256(Path path) {
    MessageDigest digest = WeightDigest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be read: " + FileFaults.reason(e), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
