package io.safeops.paths;

import io.safeops.lab.NeedsLab;
import io.safeops.lab.OnSuite;
import io.safeops.lab.SeparateLan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/** The main rows of the table on nodes with Debian trixie: OVN 25.03, OVS 3.5. */
@NeedsLab("--networks=all")
@SeparateLan
@OnSuite("trixie")
@Tag("trixie")
@Isolated("storms take the processors")
class TruthOnTrixieIT extends TruthIT {

  private static final Set<String> MAIN =
      Set.of(
          "uplink-gone",
          "uplink-no-carrier",
          "uplink-trunks-untagged",
          "bond-member-down",
          "bond-lacp",
          "bridge-secure",
          "bridge-no-flows",
          "integration-no-flows",
          "mapping-removed",
          "localnet-gone",
          "localnet-tag",
          "encap-ip-wrong",
          "transport-zone",
          "port-disabled",
          "requested-chassis-nobody",
          "iface-id-removed",
          "gateway-nobody",
          "router-port-disabled",
          "controller-stopped",
          "vswitchd-stopped");

  @Override
  List<TruthRow> rows() {
    return TruthTable.rows().stream().filter(row -> MAIN.contains(row.name())).toList();
  }
}
