package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserHomeTest {
  @TempDir private Path folder;

  @Test
  void shouldKeepAHomeThatCanBeWritten() {
    assertThat(UserHome.choose(folder.toString(), "/elsewhere", folder)).isEqualTo(folder);
    assertThat(UserHome.choose(folder.resolve("new").toString(), null, folder))
        .isEqualTo(folder.resolve("new"));
  }

  @Test
  void shouldTakeTheVariableForAUserWithoutAName() {
    assertThat(UserHome.choose("?", folder.toString(), Path.of("/tmp"))).isEqualTo(folder);
  }

  @Test
  void shouldTakeTheVariableWhereTheHomeIsAFile() throws Exception {
    // given
    Path file = Files.createFile(folder.resolve("file"));

    // then
    assertThat(UserHome.choose(file.toString(), folder.toString(), Path.of("/tmp")))
        .isEqualTo(folder);
  }

  @Test
  void shouldTakeTheSamePrivateFolderEachTime() throws Exception {
    // when
    Path home = UserHome.choose("?", null, folder);

    // then
    assertThat(home).isDirectory().hasParent(folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(UserHome.choose("?", "", folder)).isEqualTo(home);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void shouldNotTrustAFolderThatOthersCanWrite() throws Exception {
    // given
    Path home = UserHome.choose("?", null, folder);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    // then
    assertThat(UserHome.choose("?", null, folder)).isNotEqualTo(home).isDirectory();
  }

  @Test
  void shouldNotFollowALinkOfSomebodyElse() throws Exception {
    // given
    Path home = UserHome.choose("?", null, folder);
    Files.delete(home);
    Files.createSymbolicLink(home, Files.createDirectory(folder.resolve("theirs")));

    // then
    assertThat(UserHome.choose("?", null, folder)).isNotEqualTo(home).isDirectory();
  }
}
