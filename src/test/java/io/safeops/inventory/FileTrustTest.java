package io.safeops.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who can write to a directory in the path of an inventory can replace the inventory. */
class FileTrustTest {

  private static final String WITH_A_PROGRAM =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        net: {address: 192.0.2.12, ssh: {proxy-command: [nc, "%h", "%p"]}}
      """;

  @TempDir Path dir;
  private Path parent;
  private Path folder;
  private Path file;

  @BeforeEach
  void files() throws IOException {
    parent = Files.createDirectory(dir.resolve("parent"));
    folder = Files.createDirectory(parent.resolve("folder"));
    mode(parent, "rwxr-xr-x");
    mode(folder, "rwxr-xr-x");
    file = Files.writeString(folder.resolve("inventory.yaml"), WITH_A_PROGRAM);
    mode(file, "rw-r--r--");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void loads(Path path) throws Exception {
    assertThat(Inventory.load(path).nodes()).hasSize(1);
  }

  @Test
  void namesADirectoryInThePathThatOthersCanWrite() throws Exception {
    loads(file);
    mode(parent, "rwxrwxrwx");
    assertThatThrownBy(() -> Inventory.load(file))
        .hasMessageContaining(
            "`proxy-command` names a program to run, and this file may not name one")
        .hasMessageContaining("users other than its owner can write to the directory " + parent)
        .hasMessageEndingWith("chmod go-w " + parent);
    mode(parent, "rwxrwxr-x");
    assertThatThrownBy(() -> Inventory.load(file)).hasMessageContaining("(mode 0775)");
  }

  /** In /tmp only the owner of a file can replace it. */
  @Test
  void trustsTheOwnerOfAFileInADirectoryWithTheStickyBit() throws Exception {
    Files.setAttribute(parent, "unix:mode", 01777);
    loads(file);
  }

  @Test
  void checksTheDirectoriesOfSymbolicLinks() throws Exception {
    Path links = Files.createDirectory(dir.resolve("links"));
    mode(links, "rwxr-xr-x");
    Path far = Files.createSymbolicLink(links.resolve("far"), Path.of("../parent/folder"));
    Path near = Files.createSymbolicLink(dir.resolve("near.yaml"), far.resolve("inventory.yaml"));
    loads(near);
    mode(links, "rwxrwxrwx");
    assertThatThrownBy(() -> Inventory.load(near)).hasMessageContaining("the directory " + links);
    mode(links, "rwxr-xr-x");
    mode(folder, "rwxrwxrwx");
    assertThatThrownBy(() -> Inventory.load(near)).hasMessageContaining("the directory " + dir);
  }

  @Test
  void namesADirectoryOfAnotherUser() throws Exception {
    int owner = (Integer) Files.getAttribute(parent, "unix:uid");
    Assumptions.assumeThat(owner).as("only root can give a directory away").isZero();
    Files.setAttribute(parent, "unix:uid", 4711);
    ProcessEnvironment me = new ProcessEnvironment(dir, Optional.empty(), 4712);
    assertThatThrownBy(() -> Inventory.load(file, me))
        .hasMessageContaining(
            "the directory " + parent + " belongs to user 4711, not to root or to you (4712)");
  }
}
