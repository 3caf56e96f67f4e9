package io.contrastream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Explains why a file or folder cannot be used. */
public final class FileFaults {
  private FileFaults() {}

  /** Returns the reason without the path, which is all that some exceptions contain. */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file of this name exists, but a folder is needed";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (failure instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    String told =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return told == null ? failure.toString() : told;
  }
}
