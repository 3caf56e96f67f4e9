package io.contrastream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says why a file or folder can't be used, in words that fit behind its path. */
public final class FileFaults {
  private FileFaults() {}

  /** The reason without the path, which many exceptions of Java give alone. */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "may not be read or written by this user";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file stands where a folder is needed";
    }
    if (failure instanceof NotDirectoryException) {
      return "is no folder";
    }
    if (failure instanceof CharacterCodingException) {
      return "is no text in UTF-8";
    }
    String told =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return told == null ? failure.toString() : told;
  }
}
