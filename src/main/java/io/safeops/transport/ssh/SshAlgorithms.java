package io.safeops.transport.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.security.Security;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import net.schmizz.sshj.userauth.keyprovider.OpenSSHKeyFile;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;

/**
 * The algorithms that are offered to a node: those that OpenSSH 7.4 (2016) and later have, without
 * SHA-1, CBC and group 1, which sshj still offers.
 */
final class SshAlgorithms {

  private static final Config CONFIG = build();

  private SshAlgorithms() {}

  /** All clients share it: it does not change after it was built. */
  static Config config() {
    return CONFIG;
  }

  private static Config build() {
    // sshj would use Bouncy Castle for everything. Verifying its signed archive took half of the
    // processor time of a command that asks three nodes. Java has most of the algorithms itself.
    SecurityUtils.setRegisterBouncyCastle(false);
    Security.addProvider(new FallbackSecurityProvider());
    ConfigImpl config = new ConfigImpl();
    config.setLoggerFactory(LoggerFactory.DEFAULT);
    config.setVersion("safeops");
    config.setKeyExchangeFactories(
        new Curve25519SHA256.Factory(),
        new Curve25519SHA256.FactoryLibSsh(),
        new ECDHNistP.Factory521(),
        new ECDHNistP.Factory384(),
        new ECDHNistP.Factory256(),
        DHGroups.Group16SHA512(),
        DHGroups.Group18SHA512(),
        DHGroups.Group14SHA256(),
        new ExtInfoClientFactory());
    config.setKeyAlgorithms(
        List.of(
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256()));
    config.setCipherFactories(
        GcmCiphers.AES128GCM(),
        GcmCiphers.AES256GCM(),
        ChachaPolyCiphers.CHACHA_POLY_OPENSSH(),
        BlockCiphers.AES128CTR(),
        BlockCiphers.AES192CTR(),
        BlockCiphers.AES256CTR());
    config.setMACFactories(
        Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512());
    config.setCompressionFactories(new NoneCompression.Factory());
    config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
    config.setFileKeyProviderFactories(
        new OpenSSHKeyV1KeyFile.Factory(),
        new PKCS8KeyFile.Factory(),
        new OpenSSHKeyFile.Factory());
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    return config;
  }

  /** Loads the classes that connecting needs, for the launcher's archive. */
  static void warmUp() {
    CONFIG.getKeyExchangeFactories().forEach(Factory::create);
    CONFIG.getKeyAlgorithms().forEach(Factory::create);
    CONFIG.getMACFactories().forEach(Factory::create);
    CONFIG.getCipherFactories().stream()
        .filter(factory -> factory.getName().startsWith("aes"))
        .forEach(Factory::create);
  }
}
