package io.safeops.transport.ssh;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The last security provider. It uses Bouncy Castle for what Java's own providers lack, which for
 * ssh is ChaCha20-Poly1305 and reading ECDSA keys, and loads it only then.
 */
final class FallbackSecurityProvider extends Provider {

  private static final long serialVersionUID = 1L;

  private transient @Nullable Provider bouncyCastle;
  private transient boolean loading;

  FallbackSecurityProvider() {
    super("safeops", "1", "what Java lacks, by Bouncy Castle");
  }

  @Override
  public synchronized @Nullable Service getService(String type, String algorithm) {
    if (bouncyCastle == null) {
      if (loading) {
        return null; // asked by Bouncy Castle itself
      }
      loading = true;
      try {
        bouncyCastle = new BouncyCastleProvider();
      } finally {
        loading = false;
      }
    }
    return bouncyCastle.getService(type, algorithm);
  }
}
