package io.safeops.signature;

import static io.safeops.signature.Signers.ALICE;
import static io.safeops.signature.Signers.MESSAGE;
import static io.safeops.signature.Signers.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.signature.OpenSsh.Ended;
import io.safeops.transport.ssh.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ssh-keygen signs counts here, and what is signed here counts for ssh-keygen. */
@Tag("process")
class OpenSshCrossCheckTest {

  private static final byte[] OTHER = "another plan\n".getBytes(UTF_8);
  private static final String AT = "-Overify-time=20261201120000Z";

  @TempDir Path dir;
  private OpenSsh openSsh;

  @BeforeEach
  void start() {
    openSsh = new OpenSsh(dir);
  }

  private VerifiedSigner verify(Path signers, String armored) throws Exception {
    return AllowedSigners.load(signers).verify(armored, MESSAGE, SignatureNamespace.APPROVAL, NOW);
  }

  /** Both accept it for this message and refuse it for another one. */
  private void bothAccept(Path signers, String armored, String fingerprint) throws Exception {
    VerifiedSigner signer = verify(signers, armored);
    assertThat(signer.principals()).containsExactly(ALICE);
    assertThat(signer.fingerprint()).isEqualTo(fingerprint);
    Ended good = openSsh.verify(signers, ALICE, armored, MESSAGE, AT);
    assertThat(good.exit()).as(good.text()).isZero();
    assertThat(good.text())
        .startsWith("Good \"approval@safeops.io\" signature for " + ALICE)
        .endsWith(fingerprint + "\n");
    assertThat(openSsh.verify(signers, ALICE, armored, OTHER, AT).exit()).isNotZero();
    assertThatThrownBy(
            () ->
                AllowedSigners.load(signers)
                    .verify(armored, OTHER, SignatureNamespace.APPROVAL, NOW))
        .isInstanceOf(SignatureException.class);
  }

  private String fingerprint(String name) throws Exception {
    return openSsh.keygen(new byte[0], "-l", "-f", name + ".pub").split(" ")[1];
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048", "rsa, 3072"})
  void eachTypeOfKeyCountsBothWays(String type, int bits) throws Exception {
    Path key = openSsh.key("id", type, bits);
    Path signers = openSsh.signers(ALICE + " " + openSsh.publicKey("id"));
    String theirs = openSsh.sign("id", MESSAGE);
    bothAccept(signers, theirs, fingerprint("id"));
    bothAccept(signers, openSsh.sign("id", MESSAGE, "-Ohashalg=sha256"), fingerprint("id"));
    try (MessageSigner signer = FileSigner.open(key, Secrets.none())) {
      assertThat(signer.key().line()).isEqualTo(openSsh.publicKey("id"));
      assertThat(signer.key().fingerprint()).isEqualTo(fingerprint("id"));
      String ours = signer.sign(SignatureNamespace.APPROVAL, MESSAGE);
      bothAccept(signers, ours, fingerprint("id"));
      if (!type.equals("ecdsa")) {
        assertThat(ours).as("these signatures have no random part").isEqualTo(theirs);
      }
      String head = signer.sign(SignatureNamespace.HEAD, MESSAGE);
      assertThat(openSsh.verify(signers, ALICE, head, MESSAGE, AT).exit()).isNotZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 256, RFC4716, ''",
    "ed25519, 256, RFC4716, open sesame",
    "ecdsa, 256, RFC4716, open sesame",
    "rsa, 2048, RFC4716, open sesame",
    "rsa, 2048, PEM, ''",
    "rsa, 2048, PEM, open sesame",
    "rsa, 2048, PKCS8, ''",
    "ecdsa, 256, PEM, ''",
    "ecdsa, 384, PKCS8, ''",
  })
  void eachFormOfAPrivateKeySigns(String type, int bits, String form, String passphrase)
      throws Exception {
    Path key = openSsh.key("id", type, bits, "-m", form, "-N", passphrase);
    Path signers = openSsh.signers(ALICE + " " + openSsh.publicKey("id"));
    String fingerprint = fingerprint("id");
    Secrets secrets = file -> passphrase.toCharArray();
    String beside = FileSigner.open(key, secrets).sign(SignatureNamespace.APPROVAL, MESSAGE);
    bothAccept(signers, beside, fingerprint);
    Files.delete(dir.resolve("id.pub"));
    String alone = FileSigner.open(key, secrets).sign(SignatureNamespace.APPROVAL, MESSAGE);
    bothAccept(signers, alone, fingerprint);
  }

  @Test
  void theKeyOfARunCountsForSshKeygen() throws Exception {
    try (RunKey key = RunKey.generate()) {
      Path signers = openSsh.signers(ALICE + " " + key.key().line());
      String armored = key.sign(SignatureNamespace.APPROVAL, MESSAGE);
      bothAccept(signers, armored, key.key().fingerprint());
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
  void certificatesCountBothWays(String type, int bits) throws Exception {
    openSsh.key("ca", "ed25519", 256);
    openSsh.key("id", type, bits);
    Path certificate =
        openSsh.certify("ca", "id", "-V", "20261201000000Z:20261202000000Z", "-Ono-pty");
    Path signers = openSsh.signers("*@example.org cert-authority " + openSsh.publicKey("ca"));
    bothAccept(signers, openSsh.sign("id-cert.pub", MESSAGE), fingerprint("id"));
    String ours =
        FileSigner.open(certificate, Secrets.none()).sign(SignatureNamespace.APPROVAL, MESSAGE);
    bothAccept(signers, ours, fingerprint("id"));
  }

  @ParameterizedTest
  @CsvSource({"ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
  void eachTypeOfAuthorityCounts(String type, int bits) throws Exception {
    openSsh.key("ca", type, bits);
    openSsh.key("id", "ed25519", 256);
    openSsh.certify("ca", "id");
    Path signers = openSsh.signers("*@example.org cert-authority " + openSsh.publicKey("ca"));
    bothAccept(signers, openSsh.sign("id-cert.pub", MESSAGE), fingerprint("id"));
  }

  /** ssh-keygen checks signatures of security keys without having one. */
  @ParameterizedTest
  @CsvSource({"ed25519", "ecdsa"})
  void securityKeysCountBothWays(String type) throws Exception {
    HandMadeKey key = type.equals("ecdsa") ? HandMadeKey.skEcdsa() : HandMadeKey.skEd25519();
    Files.writeString(dir.resolve("sk.pub"), key.line() + "\n");
    Path signers = openSsh.signers(ALICE + " " + key.line());
    bothAccept(signers, HandMadeSignature.armored(key, MESSAGE), fingerprint("sk"));
    bothAccept(signers, HandMadeSignature.armored(key.withFlags(5), MESSAGE), fingerprint("sk"));

    openSsh.key("ca", "ed25519", 256);
    openSsh.certify("ca", "sk", "-Overify-required");
    HandMadeKey certified =
        key.withBlob(SshPublicKey.parse(Files.readString(dir.resolve("sk-cert.pub"))).blob());
    Path authority = openSsh.signers("* cert-authority " + openSsh.publicKey("ca"));
    bothAccept(
        authority, HandMadeSignature.armored(certified.withFlags(5), MESSAGE), fingerprint("sk"));
    assertThatThrownBy(() -> verify(authority, HandMadeSignature.armored(certified, MESSAGE)))
        .hasMessageContaining("verified its user");
  }

  @ParameterizedTest
  @MethodSource("io.safeops.signature.Signers#keysByName")
  void certificatesMadeByHandAreThoseOfOpenSsh(HandMadeKey authority) throws Exception {
    HandMadeKey signer = HandMadeCertificate.certified(HandMadeKey.ed25519(), authority);
    Path signers = openSsh.signers("* cert-authority " + authority.line());
    Files.writeString(dir.resolve("id.pub"), signer.line() + "\n");
    bothAccept(signers, HandMadeSignature.armored(signer, MESSAGE), fingerprint("id"));
  }

  @Test
  void whatSshKeygenCertifiesForOthersIsRefused() throws Exception {
    openSsh.key("ca", "ed25519", 256);
    openSsh.key("id", "ed25519", 256);
    Path signers = openSsh.signers("*@example.org cert-authority " + openSsh.publicKey("ca"));
    refusedCertificate(signers, "is a host certificate", "-h");
    refusedCertificate(signers, "has expired", "-V", "20200101Z:20261201120000Z");
    refusedCertificate(signers, "is not yet valid", "-V", "20261201120001Z:20270101Z");
    refusedCertificate(signers, "`source-address`", "-Osource-address=192.0.2.0/24");
    refusedCertificate(signers, "`force-command`", "-Oforce-command=/bin/true");
    refusedCertificate(signers, "`new@safeops.io`", "-Ocritical:new@safeops.io=x");
    refusedCertificate(signers, "verified its user", "-Overify-required");
    refusedCertificate(signers, "none of the principals", "-n", "bob@example.com");
  }

  private void refusedCertificate(Path signers, String sentence, String... options)
      throws Exception {
    openSsh.certify("ca", "id", options);
    String armored = openSsh.sign("id-cert.pub", MESSAGE);
    assertThatThrownBy(() -> verify(signers, armored))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void oldKeysAreRefused() throws Exception {
    openSsh.key("weak", "rsa", 1024);
    String weak = openSsh.sign("weak", MESSAGE);
    assertThatThrownBy(() -> SshSignature.parse(weak))
        .hasMessage("the RSA key has 1024 bits, and is too weak with less than 2048");
    Ended dsa = openSsh.run(new byte[0], "ssh-keygen", "-q", "-t", "dsa", "-N", "", "-f", "dsa");
    // OpenSSH 10 no longer makes them.
    if (dsa.exit() == 0) {
      String armored = openSsh.sign("dsa", MESSAGE);
      assertThatThrownBy(() -> SshSignature.parse(armored)).hasMessageContaining("DSA keys");
    }
  }

  @Test
  void principalsAreThoseThatSshKeygenFinds() throws Exception {
    openSsh.key("id", "ed25519", 256);
    openSsh.key("ca", "ed25519", 256);
    openSsh.certify("ca", "id", "-n", "alice@example.org,alice@example.com,root");
    String armored = openSsh.sign("id-cert.pub", MESSAGE);
    Path signers = openSsh.signers("*@example.*,!*.com cert-authority " + openSsh.publicKey("ca"));
    assertThat(verify(signers, armored).principals()).containsExactly(ALICE);
    for (String name : new String[] {ALICE, "alice@example.com", "root", "*@example.org"}) {
      assertThat(openSsh.verify(signers, name, armored, MESSAGE, AT).exit() == 0)
          .as(name)
          .isEqualTo(name.equals(ALICE));
    }
  }
}
