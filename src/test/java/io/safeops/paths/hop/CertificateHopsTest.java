package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of daemons that use TLS. The facts were read at 12:00 of the first of December. */
class CertificateHopsTest {

  private static final String NOW = "2026-12-01T12:00:00Z";

  private static Cluster cluster(String... changes) throws Exception {
    List<String> all = new ArrayList<>(List.of(changes));
    if (all.stream().noneMatch(each -> each.startsWith("collectedAt"))) {
      all.add("collectedAt: '" + NOW + "'");
    }
    return HealthyCluster.with(all.toArray(String[]::new));
  }

  private static List<String> texts(List<HopFault> faults) {
    return faults.stream()
        .filter(each -> each.hop().kind() == HopKind.CERTIFICATE)
        .map(HopFault::getText)
        .toList();
  }

  private static List<String> faults(String... changes) throws Exception {
    return texts(ClusterPaths.of(cluster(changes)).faults());
  }

  private static List<String> warnings(String... changes) throws Exception {
    return texts(ClusterPaths.of(cluster(changes)).warnings());
  }

  private static String certificate(String node, String owner, String end) {
    return "nodes[%s].certificates: [{file: /etc/ovn/%s.pem, owner: %s%s}]"
        .formatted(node, owner, owner, end.isEmpty() ? "" : ", notAfter: '" + end + "'");
  }

  private static final String TLS = "southbound.remotes: ['pssl:6642:0.0.0.0']";

  private static final String TLS_OF_CMP =
      "nodes[cmp].externalIds: {ovn-remote: 'ssl:192.0.2.11:6642'}";

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T11:59:59Z,broken",
    "2026-12-01T12:00:00Z,broken",
    "2026-12-01T12:00:01Z,soon",
    "2026-12-15T11:59:59Z,soon",
    "2026-12-15T12:00:01Z,works"
  })
  void theEndDecides(String end, String expected) throws Exception {
    String change = certificate("ctl", "southbound", end);

    assertThat(faults(TLS, change)).hasSize(expected.equals("broken") ? 1 : 0);
    assertThat(warnings(TLS, change)).hasSize(expected.equals("soon") ? 1 : 0);
  }

  @Test
  void oneThatHasEndedSaysWhatStillWorksAndWhatToDo() throws Exception {
    assertThat(faults(TLS, certificate("ctl", "southbound", "2026-11-30T00:00:00Z")))
        .containsExactly(
            "ctl: certificate /etc/ovn/southbound.pem of southbound: it ended at"
                + " 2026-11-30T00:00:00Z. Connections that are open stay open, and no new one is"
                + " accepted: do not restart the daemon. Put a new certificate of the same"
                + " authority in this file: the daemon reads it by itself. No new connection for:"
                + " Southbound -> new changes");
  }

  @Test
  void oneThatEndsSoonIsAWarningWithItsDays() throws Exception {
    assertThat(warnings(TLS_OF_CMP, certificate("cmp", "controller", "2026-12-05T12:00:00Z")))
        .singleElement()
        .asString()
        .contains("it ends at 2026-12-05T12:00:00Z, in 4 days")
        .endsWith("Needed by: cmp -> new changes");
  }

  @Test
  void whereNothingUsesTlsNoCertificateIsAsked() throws Exception {
    assertThat(faults(certificate("ctl", "southbound", "2026-11-30T00:00:00Z"))).isEmpty();
    assertThat(faults("nodes[ctl].certificates: ~")).isEmpty();
  }

  @Test
  void whatWasNotReadIsUnknownWhereTlsIsInUse() throws Exception {
    assertThat(faults(TLS, "nodes[ctl].certificates: ~"))
        .singleElement()
        .asString()
        .contains("certificate of southbound: it uses TLS, and its certificate was not read");
    assertThat(faults(TLS, "nodes[ctl].certificates: []"))
        .singleElement()
        .asString()
        .contains("no file of its certificate was found");
    assertThat(faults(TLS, certificate("ctl", "southbound", "")))
        .singleElement()
        .asString()
        .contains("when it ends could not be read");
    assertThat(
            faults(
                TLS, certificate("ctl", "southbound", "2027-11-30T00:00:00Z"), "collectedAt: ''"))
        .hasSize(1);
  }

  @Test
  void aDaemonThatIsDownHasNoCertificateToJudge() throws Exception {
    assertThat(
            faults(
                TLS,
                certificate("ctl", "southbound", "2026-11-30T00:00:00Z"),
                "nodes[ctl].components[southbound]: {state: inactive, listeners: []}"))
        .isEmpty();
  }

  @Test
  void aControllerThatLostItsSouthboundIsExplainedByTheCertificate() throws Exception {
    List<String> faults =
        ClusterPaths.of(
                cluster(
                    TLS,
                    TLS_OF_CMP,
                    certificate("ctl", "southbound", "2027-11-30T00:00:00Z"),
                    certificate("cmp", "controller", "2026-11-30T00:00:00Z"),
                    "nodes[cmp].components[controller].connection: not connected"))
            .faults()
            .stream()
            .map(HopFault::id)
            .toList();

    assertThat(faults)
        .contains("certificate cmp: certificate /etc/ovn/controller.pem of controller")
        .doesNotContain("controller-connected ovn-controller of cmp to the Southbound");
  }

  @Test
  void membersOfAClusterUseTlsBetweenThemselves() throws Exception {
    assertThat(
            faults(
                "databaseMembers: [{node: ctl, database: OVN_Northbound, model: clustered, raft:"
                    + " {serverId: aaaa, servers: [{id: aaaa, address: 'ssl:192.0.2.11:6643',"
                    + " self: true}]}}]",
                certificate("ctl", "northbound", "2026-11-30T00:00:00Z")))
        .hasSize(1);
  }
}
