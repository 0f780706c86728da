package io.safeops.paths.hop;

import io.safeops.facts.node.Certificate;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the certificates of the databases, northd and ovn-controller are valid, where their
 * connections use TLS. Both ends check the other one's certificate when a connection begins, and
 * never again (lib/stream-ssl.c of OVS).
 */
final class CertificateHops {

  /**
   * A certificate that ends within this time is a warning. What renews certificates by itself does
   * it earlier (cert-manager and certbot: 30 of 90 days before the end), so nobody renews this one.
   * Two weeks hold at least one weekly maintenance window.
   */
  static final Duration SOON = Duration.ofDays(14);

  private static final String RENEW =
      ". Put a new certificate of the same authority in this file: the daemon reads it by itself";

  private final ClusterIndex index;
  private final Optional<Instant> now;

  CertificateHops(ClusterIndex index) {
    this.index = index;
    this.now = instant(index.cluster().collectedAt());
  }

  /** Those of a component that runs on a node; empty if it uses no TLS. */
  List<Hop> of(Node node, ComponentName owner) {
    if (!node.isRead() || !usesTls(node, owner)) {
      return List.of();
    }
    List<Certificate> own =
        node.certificates().orElse(List.of()).stream()
            .filter(each -> each.owner().equals(owner.word()))
            .toList();
    // northd can reach its databases by Unix sockets, for which it needs no certificate.
    if (own.isEmpty() && owner != ComponentName.NORTHD) {
      return List.of(
          Hop.unknown(
              HopKind.CERTIFICATE,
              node.name() + ": certificate of " + owner.word(),
              node.name(),
              node.certificates().isEmpty()
                  ? "it uses TLS, and its certificate was not read"
                  : "it uses TLS, and no file of its certificate was found in its command line or"
                      + " in the table SSL. Look when it ends: openssl x509 -noout -enddate -in"
                      + " FILE"));
    }
    return own.stream().map(each -> judged(node, owner, each)).toList();
  }

  private Hop judged(Node node, ComponentName owner, Certificate certificate) {
    String subject = node.name() + ": certificate " + certificate.file() + " of " + owner.word();
    Optional<Instant> end = certificate.notAfter().flatMap(CertificateHops::instant);
    Hop hop;
    if (end.isEmpty() || now.isEmpty()) {
      hop =
          Hop.unknown(
              HopKind.CERTIFICATE,
              subject,
              node.name(),
              "when it ends could not be read (openssl x509 -enddate)");
    } else if (!now.get().isBefore(end.get())) {
      hop =
          Hop.broken(
              HopKind.CERTIFICATE,
              subject,
              node.name(),
              "it ended at "
                  + end.get()
                  + ". Connections that are open stay open, and no new one is accepted: do not"
                  + " restart the daemon"
                  + RENEW);
    } else if (now.get().plus(SOON).isAfter(end.get())) {
      hop =
          Hop.of(
              HopKind.CERTIFICATE,
              subject,
              node.name(),
              Answer.DEGRADED,
              "it ends at "
                  + end.get()
                  + ", in "
                  + text(Duration.between(now.get(), end.get()))
                  + ". Then no new connection is accepted"
                  + RENEW);
    } else {
      hop = Hop.works(HopKind.CERTIFICATE, subject, node.name());
    }
    return hop.with("node", node.name()).with("owner", owner.word());
  }

  private static String text(Duration left) {
    long days = left.toDays();
    return days >= 2 ? days + " days" : left.toHours() + " hours";
  }

  private boolean usesTls(Node node, ComponentName owner) {
    return switch (owner) {
      case CONTROLLER -> node.getRemotes().stream().anyMatch(CertificateHops::isTls);
      case NORTHBOUND -> isServedByTls(index.cluster().northbound(), "OVN_Northbound");
      case SOUTHBOUND ->
          isServedByTls(index.cluster().southbound(), "OVN_Southbound")
              || index.cluster().nodes().stream()
                  .flatMap(each -> each.getRemotes().stream())
                  .anyMatch(CertificateHops::isTls);
      case NORTHD ->
          usesTls(node, ComponentName.NORTHBOUND) || usesTls(node, ComponentName.SOUTHBOUND);
      // Their certificates are for managers and OpenFlow controllers outside of OVN.
      case VSWITCHD, OVSDB, NEUTRON_SERVER -> false;
    };
  }

  /** To its clients, or to the other members of its cluster. */
  private boolean isServedByTls(Optional<DatabaseStatus> status, String database) {
    Stream<String> clients = status.stream().flatMap(each -> each.remotes().stream());
    Stream<String> members =
        index.cluster().databaseMembers().orElse(List.of()).stream()
            .filter(each -> each.database().equals(database))
            .flatMap(each -> each.raft().stream())
            .flatMap(raft -> raft.servers().stream())
            .map(server -> server.address());
    return Stream.concat(clients, members).anyMatch(CertificateHops::isTls);
  }

  private static boolean isTls(String remote) {
    return remote.startsWith("ssl:") || remote.startsWith("pssl:");
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
