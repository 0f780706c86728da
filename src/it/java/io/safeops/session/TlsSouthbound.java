package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lab's Southbound, which accepts only TLS until this is closed. All ends share one self-signed
 * certificate and trust no other. The chassis get their keys as in Debian's packages, by {@code
 * OVN_CTL_OPTS} in {@code /etc/default/ovn-host}.
 */
final class TlsSouthbound implements AutoCloseable {

  /** Runs it on every node. */
  static final String KEY = "/etc/safeops-lab/tls/key.pem";

  private static final String CERTIFICATE = "/etc/safeops-lab/tls/cert.pem";

  private final Lab lab;

  TlsSouthbound(Lab lab) {
    this.lab = lab;
    TestTools.need("openssl");
    try {
      Path directory = Files.createTempDirectory("tls");
      Path key = directory.resolve("key.pem");
      Path certificate = directory.resolve("cert.pem");
      List<String> make =
          List.of(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "rsa:2048",
              "-nodes",
              "-days",
              "2",
              "-subj",
              "/CN=safeops-lab",
              "-keyout",
              key.toString(),
              "-out",
              certificate.toString());
      Process openssl =
          new ProcessBuilder(make)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("said").toFile())
              .start();
      assertThat(openssl.waitFor()).as("openssl").isZero();
      for (String node : Lab.NODES) {
        keep(node, Files.readString(key), Files.readString(certificate));
      }
      for (Path file : List.of(key, certificate, directory.resolve("said"), directory)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    on(
        "ctl",
        "ovn-sbctl --timeout=10 set-ssl %s %s %s && ovn-sbctl --timeout=10 set-connection pssl:6642:0.0.0.0"
            .formatted(KEY, CERTIFICATE, CERTIFICATE));
    for (String node : Lab.NODES) {
      on(
          node,
          """
          cp -a /etc/default/ovn-host /etc/safeops-lab/tls/ovn-host
          echo 'OVN_CTL_OPTS="--ovn-controller-ssl-key=KEY --ovn-controller-ssl-cert=CERT --ovn-controller-ssl-ca-cert=CERT"' \
            >>/etc/default/ovn-host
          was=$(ovs-vsctl --timeout=10 get Open_vSwitch . external_ids:ovn-remote | tr -d '"')
          echo "$was" >/etc/safeops-lab/tls/remote
          ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-remote="ssl:${was#tcp:}"
          systemctl restart ovn-controller
          """
              .replace("KEY", KEY)
              .replace("CERT", CERTIFICATE));
    }
    awaitConnected();
  }

  private void keep(String node, String key, String certificate) {
    on(
        node,
        "mkdir -p -m 700 /etc/safeops-lab/tls && umask 077 && cat >"
            + KEY
            + " <<'END' && cat >"
            + CERTIFICATE
            + " <<'EOF'\n"
            + key
            + "END\n"
            + certificate
            + "EOF\n");
  }

  /** A failure is reported without the text of the script, because the text holds a key. */
  private void on(String node, String script) {
    Lab.Answer answer = lab.script(node, "set -e\n" + script);
    assertThat(answer.exit()).as(node + ": " + answer.err()).isZero();
  }

  void awaitConnected() {
    for (String node : Lab.NODES) {
      assertThat(
              Lab.eventually(
                  Lab.PATIENCE,
                  () ->
                      lab.exec(node, "ovn-appctl", "-t", "ovn-controller", "connection-status")
                          .out()
                          .strip()
                          .equals("connected")))
          .as(node + " is connected")
          .isTrue();
    }
  }

  @Override
  public void close() {
    on(
        "ctl",
        "ovn-sbctl --timeout=10 set-connection ptcp:6642:0.0.0.0 && ovn-sbctl --timeout=10 del-ssl");
    for (String node : Lab.NODES) {
      on(
          node,
          """
          cp -a /etc/safeops-lab/tls/ovn-host /etc/default/ovn-host
          ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-remote="$(cat /etc/safeops-lab/tls/remote)"
          rm -rf /etc/safeops-lab/tls
          systemctl restart ovn-controller
          """);
    }
    awaitConnected();
  }
}
