package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.EncodedImage.Format;
import io.contrastream.source.FileInputs;
import io.contrastream.source.SourceException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedFileTest {
  @TempDir Path folder;

  @Test
  void shouldFindFilesByTheirFirstByteWithTheLabelsOfTheirFolders() throws IOException {
    Path three = Files.createDirectory(folder.resolve("3"));
    write(three.resolve("a.png"), "png");
    write(three.resolve("b.png"), "jpg");
    Files.writeString(three.resolve("c.png"), "no image");

    FileInputs<EncodedFile> files = FolderReader.files(folder);

    assertThat(files.inputs())
        .extracting(each -> each.input().path().getFileName() + " " + each.input().format())
        .containsExactlyInAnyOrder("a.png " + Format.PNG, "b.png " + Format.JPEG);
    assertThat(files.inputs()).allMatch(each -> each.label() == 3);
    assertThat(files.notes()).anyMatch(note -> note.contains("c.png is no PNG or JPEG image"));
    EncodedFile first = files.inputs().get(0).input();
    assertThat(first.bytes()).isEqualTo(Files.readAllBytes(first.path()));
  }

  @Test
  void shouldSayWhichFileIsGone() {
    EncodedFile gone = new EncodedFile(folder.resolve("gone.png"), Format.PNG);

    assertThatThrownBy(gone::bytes)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("gone.png");
  }

  private static void write(Path file, String format) throws IOException {
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), format, file.toFile());
  }
}
