package io.safeops.transport.ssh;

import io.safeops.transport.limit.OpeningLimits;
import io.safeops.transport.limit.RequestLimits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of one session, each read and decrypted once for all nodes. It asks for a
 * passphrase at most once per file, also when the answer was wrong. Thread-safe.
 */
public final class Keyring {

  private final Secrets secrets;
  private final Map<Path, KeyProvider> open = new HashMap<>();
  private final Map<Path, String> unusable = new HashMap<>();
  private final Set<Path> locked = new TreeSet<>();
  private final Object asking = new Object();
  private final OpeningLimits openingLimits = new OpeningLimits();
  private int answers;

  public Keyring(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The limits of openings, which all transports of this session share. */
  OpeningLimits openings() {
    return openingLimits;
  }

  /** How long opening connections with these keys has taken so far. */
  public RequestLimits.Measured openingsMeasured() {
    return openingLimits.measured();
  }

  /** The key, if it needs no passphrase or was decrypted. */
  synchronized Optional<KeyProvider> ready(Path file) {
    if (!open.containsKey(file) && !unusable.containsKey(file) && !locked.contains(file)) {
      read(file, null);
    }
    return Optional.ofNullable(open.get(file));
  }

  /** Whether the key needs a passphrase. */
  synchronized boolean isLocked(Path file) {
    return locked.contains(file);
  }

  /**
   * Asks for the passphrase of a locked key, or waits while another thread asks for it. Other keys
   * stay usable meanwhile, because connections that use them have deadlines.
   */
  void unlock(Path file) {
    synchronized (asking) {
      if (!isLocked(file)) {
        return;
      }
      char[] passphrase = secrets.passphrase(file);
      try {
        answered(file, passphrase);
      } finally {
        if (passphrase != null) {
          Arrays.fill(passphrase, '\0');
        }
      }
    }
  }

  private synchronized void answered(Path file, char @Nullable [] passphrase) {
    locked.remove(file);
    answers++;
    if (passphrase == null) {
      unusable.put(file, "its passphrase is needed and there is nobody to ask");
    } else {
      read(file, passphrase);
    }
  }

  /** For how many locked keys it has asked. After one more, a refused login may succeed. */
  synchronized int answers() {
    return answers;
  }

  /** The state of these files, for the message when no key was accepted. */
  synchronized String account(List<Path> files) {
    List<String> words = new ArrayList<>();
    for (Path file : files) {
      String why = unusable.get(file);
      words.add(
          why != null
              ? file + " (" + why + ")"
              : locked.contains(file) ? file + " (passphrase not asked for)" : file.toString());
    }
    return String.join(", ", words);
  }

  private void read(Path file, char @Nullable [] passphrase) {
    if (!Files.isReadable(file)) {
      unusable.put(file, Files.exists(file) ? "not readable" : "no such file");
      return;
    }
    Once once = new Once(passphrase);
    try {
      FileKeyProvider provider = provider(file.toFile(), once);
      PublicKey publicHalf = provider.getPublic();
      if (provider.getPrivate() != null && publicHalf != null) {
        open.put(file, provider);
      } else {
        unusable.put(file, "holds no private key");
      }
    } catch (IOException | SSHRuntimeException | IllegalStateException failed) {
      if (once.asked && passphrase == null) {
        locked.add(file);
      } else if (once.asked) {
        unusable.put(file, "wrong passphrase");
      } else {
        unusable.put(file, "not a private key that can be read: " + failed.getMessage());
      }
    }
  }

  private static FileKeyProvider provider(File file, PasswordFinder finder) throws IOException {
    String format = KeyProviderUtil.detectKeyFileFormat(file).toString();
    FileKeyProvider provider =
        Factory.Named.Util.create(SshAlgorithms.config().getFileKeyProviderFactories(), format);
    if (provider == null) {
      throw new IOException("its format is " + format);
    }
    provider.init(file, finder);
    return provider;
  }

  /** Gives a passphrase to sshj, and remembers whether sshj wanted one. */
  private static final class Once implements PasswordFinder {
    private final char[] passphrase;
    private boolean asked;

    Once(char @Nullable [] passphrase) {
      // sshj fails on null if a key is encrypted; with an empty passphrase it only fails to
      // decrypt.
      this.passphrase = passphrase == null ? new char[0] : passphrase;
    }

    @Override
    public char[] reqPassword(@Nullable Resource<?> resource) {
      asked = true;
      return passphrase.clone();
    }

    @Override
    public boolean shouldRetry(@Nullable Resource<?> resource) {
      return false;
    }
  }
}
