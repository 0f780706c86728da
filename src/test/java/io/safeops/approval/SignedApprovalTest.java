package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files of an approval. */
class SignedApprovalTest {

  private static final Signatures KEYS = new Signatures().allow("k", "alice");

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Approval approval;
  private Path file;
  private Path signature;

  @BeforeAll
  static void approve() throws Exception {
    approval = Approvals.of(new BoundRun(shared).source(), "alice");
  }

  @BeforeEach
  void name() {
    file = folder.resolve("night.approval");
    signature = folder.resolve("night.approval.sig");
  }

  @Test
  void bothFilesAreReadableByAll() throws Exception {
    SignedApproval.write(approval, KEYS.with("k"), file);
    for (Path each : new Path[] {file, signature}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-r--r--");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(ApprovalText.bytes(approval));
    SignedApproval read = SignedApproval.read(file);
    assertThat(read.approval()).isEqualTo(approval);
    assertThat(read.name()).isEqualTo(file.toString());
    assertThat(read.signed(KEYS, Approvals.ISSUED).principals()).containsExactly("alice");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> SignedApproval.write(approval, KEYS.with("k"), file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " exists, and what was signed is never overwritten");
    assertThat(file).hasContent("mine");
    assertThat(signature).doesNotExist();
  }

  @Test
  void aSignatureOfAnotherIsNotOverwritten() throws Exception {
    Files.writeString(signature, "mine");
    assertThatThrownBy(() -> SignedApproval.write(approval, KEYS.with("k"), file))
        .hasMessage(signature + " exists, and what was signed is never overwritten");
    assertThat(signature).hasContent("mine");
    assertThat(file).doesNotExist();
  }

  @Test
  void noLinkIsFollowed() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(file, elsewhere);
    assertThatThrownBy(() -> SignedApproval.write(approval, KEYS.with("k"), file))
        .hasMessageContaining("exists");
    assertThat(elsewhere).doesNotExist();
  }

  /** The key is touched before a file is there that somebody could take for an approval. */
  @Test
  void withoutASignatureNothingIsWritten() {
    ApprovalSigner refuses =
        message -> {
          throw new IOException("the agent refused to sign");
        };
    assertThatThrownBy(() -> SignedApproval.write(approval, refuses, file))
        .hasMessage("the agent refused to sign");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSignatureThatCannotBeWrittenLeavesNothing() {
    ApprovalSigner writes =
        message -> {
          Files.writeString(signature, "raced");
          return "x";
        };
    assertThatThrownBy(() -> SignedApproval.write(approval, writes, file))
        .hasMessageContaining("night.approval.sig exists");
    assertThat(file).doesNotExist();
    assertThat(signature).hasContent("raced");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> SignedApproval.write(approval, KEYS.with("k"), folder.resolve("no/where")))
        .hasMessageContaining("no/where cannot be created");
  }

  private void isNotRead(Path at, String words) {
    assertThatThrownBy(() -> SignedApproval.read(file))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith(at + ":")
        .hasMessageContaining(words);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    isNotRead(file, "no such file");
    Files.write(file, ApprovalText.bytes(approval));
    isNotRead(signature, "no such file");
  }

  @Test
  void whatIsTooLargeIsNotRead() throws Exception {
    Files.write(file, new byte[ApprovalText.MAX_BYTES + 1]);
    isNotRead(file, "larger than 4096 KiB");
    Files.write(file, ApprovalText.bytes(approval));
    Files.write(signature, new byte[SignedFile.MAX_SIGNATURE_BYTES + 1]);
    isNotRead(signature, "larger than 64 KiB");
  }

  @Test
  void aSignatureIsText() throws Exception {
    Files.write(file, ApprovalText.bytes(approval));
    Files.write(signature, new byte[] {'a', 0x1b, 'b'});
    isNotRead(signature, "not the text of a signature");
    Files.write(signature, new byte[] {'a', (byte) 0xC3, (byte) 0xA9});
    isNotRead(signature, "not the text of a signature");
  }

  @Test
  void aFolderIsNoApproval() throws Exception {
    Files.createDirectory(file);
    isNotRead(file, "cannot be read");
  }
}
