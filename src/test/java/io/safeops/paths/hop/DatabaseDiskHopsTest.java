package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks of databases. */
class DatabaseDiskHopsTest {

  private static List<String> texts(List<HopFault> faults) {
    return faults.stream()
        .filter(each -> each.hop().kind() == HopKind.DATABASE_DISK)
        .map(HopFault::getText)
        .toList();
  }

  private static List<String> faults(String... changes) throws Exception {
    return texts(ClusterPaths.of(HealthyCluster.with(changes)).faults());
  }

  private static List<String> warnings(String... changes) throws Exception {
    return texts(ClusterPaths.of(HealthyCluster.with(changes)).warnings());
  }

  private static String disk(String node, String path, long free, long total) {
    return "nodes[%s].databaseDisks: [{path: %s, freeBytes: %d, totalBytes: %d, freeInodes: 9}]"
        .formatted(node, path, free, total);
  }

  /** A disk of 100 GB, one of 1 GB and one of 10 MB. */
  @ParameterizedTest
  @CsvSource({
    "0,100000000000,full",
    "1048575,100000000000,full",
    "1048576,100000000000,nearly",
    "1073741823,100000000000,nearly",
    "1073741824,100000000000,works",
    "49999999,1000000000,nearly",
    "50000000,1000000000,works",
    "1048576,10000000,works"
  })
  void theRoomDecides(long free, long total, String expected) throws Exception {
    String change = disk("ctl", "/var/lib/ovn", free, total);

    assertThat(faults(change)).hasSize(expected.equals("full") ? 1 : 0);
    assertThat(warnings(change)).hasSize(expected.equals("nearly") ? 1 : 0);
  }

  @Test
  void oneDiskOfBothDatabasesIsOneFinding() throws Exception {
    assertThat(faults(disk("ctl", "/var/lib/ovn", 0, 5L << 30)))
        .containsExactly(
            "ctl: disk of /var/lib/ovn: it is full (0 MiB of 5120 MiB free): a change that cannot"
                + " be written fails. Find what fills it (du -xh DIRECTORY), or make it larger;"
                + " then compact the database (ovn-appctl -t SOCKET ovsdb-server/compact). Cut"
                + " off: Northbound -> new changes, Southbound -> new changes");
  }

  @Test
  void aDiskOfOpenVswitchIsThatOfItsNode() throws Exception {
    assertThat(faults(disk("cmp", "/etc/openvswitch", 0, 5L << 30)))
        .singleElement()
        .asString()
        .endsWith("Nothing new is applied for: cmp -> new changes");
    assertThat(faults(disk("cmp", "/var/lib/ovn", 0, 5L << 30))).isEmpty();
  }

  @Test
  void kollaHasAVolumeForEachDatabase() throws Exception {
    assertThat(faults(disk("ctl", "/var/lib/docker/volumes/ovn_nb_db/_data", 0, 5L << 30)))
        .singleElement()
        .asString()
        .endsWith("Cut off: Northbound -> new changes");
  }

  @Test
  void withoutInodesNothingCanBeCompacted() throws Exception {
    assertThat(
            warnings(
                "nodes[ctl].databaseDisks: [{path: /var/lib/ovn, freeBytes: 9000000000,"
                    + " totalBytes: 9000000000, freeInodes: 0}]"))
        .singleElement()
        .asString()
        .contains("it has no free inode");
  }

  @Test
  void whatWasNotReadIsUnknown() throws Exception {
    assertThat(faults("nodes[ctl].databaseDisks: ~"))
        .anyMatch(each -> each.contains("ctl: disk of northbound: its free room was not read"));
  }

  @Test
  void oneMemberOfSeveralWithAFullDiskIsAFaultOfThisMember() throws Exception {
    List<String> faults =
        faults(
            "nodes[cmp].components[+northbound]: {unit: ovn-ovsdb-server-nb.service}",
            disk("cmp", "/var/lib/ovn", 0, 5L << 30));

    assertThat(faults)
        .singleElement()
        .asString()
        .endsWith("Cut off: northbound on cmp -> new changes");
  }
}
