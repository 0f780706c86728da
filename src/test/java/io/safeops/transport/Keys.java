package io.safeops.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Key pairs for tests, and their files in OpenSSH's format. */
public final class Keys {

  private Keys() {}

  public static KeyPair ed25519() {
    try {
      return SecurityUtils.getKeyPairGenerator("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static KeyPair rsa() {
    return generate("ssh-rsa", 2048);
  }

  public static KeyPair ecdsa() {
    return generate("ecdsa-sha2-nistp256", 256);
  }

  private static KeyPair generate(String type, int size) {
    try {
      return KeyUtils.generateKeyPair(type, size);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static Path write(Path file, KeyPair pair) {
    return write(file, pair, null);
  }

  /** Writes the private half; encrypted where there is a passphrase. */
  public static Path write(Path file, KeyPair pair, String passphrase) {
    OpenSSHKeyEncryptionContext encryption = null;
    if (passphrase != null) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setPassword(passphrase);
      encryption.setCipherName("AES");
      encryption.setCipherType("256");
      encryption.setCipherMode("CTR");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, out);
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static void writePublic(Path privateFile, KeyPair pair) throws IOException {
    Files.writeString(
        privateFile.resolveSibling(privateFile.getFileName() + ".pub"),
        PublicKeyEntry.toString(pair.getPublic()) + " test\n");
  }
}
