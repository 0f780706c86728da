package io.safeops.paths.hop;

import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.DiskSpace;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.List;

/** Whether the disks of databases have room. What cannot be written to disk is not done. */
final class DatabaseDiskHops {

  private static final long MEBIBYTE = 1 << 20;

  /**
   * Less than this is a full disk. A transaction of northd for one new port takes some kilobytes,
   * for a new network up to some hundred.
   */
  static final long FULL = MEBIBYTE;

  /**
   * Less than this is nearly full. A database that has doubled is written as a whole into a second
   * file beside it (ovsdb-server(1), ovsdb-server/compact); that of a thousand chassis has some
   * hundred mebibytes.
   */
  static final long NEARLY = 1024 * MEBIBYTE;

  /** A disk that is small on purpose is nearly full when less than this part of it is free. */
  static final int SMALL_PART = 20;

  private static final String WHAT_TO_DO =
      ". Find what fills it (du -xh DIRECTORY), or make it larger; then compact the database"
          + " (ovn-appctl -t SOCKET ovsdb-server/compact)";

  private DatabaseDiskHops() {}

  /**
   * Those of a component that runs on a node.
   *
   * @param owner a database of OVN, or the Open_vSwitch database
   */
  static List<Hop> of(Node node, ComponentName owner) {
    if (!node.isRead()) {
      return List.of();
    }
    if (node.databaseDisks().isEmpty()) {
      return List.of(
          Hop.unknown(
              HopKind.DATABASE_DISK,
              node.name() + ": disk of " + owner.word(),
              node.name(),
              "its free room was not read (stat -f)"));
    }
    return node.databaseDisks().get().stream()
        .filter(disk -> isOf(disk.path(), owner))
        .map(disk -> judged(node, owner, disk))
        .toList();
  }

  /** Whether the directory of a component's database was among those that were read. */
  static boolean isFound(Node node, ComponentName owner) {
    return node.databaseDisks().isEmpty()
        || node.databaseDisks().get().stream().anyMatch(disk -> isOf(disk.path(), owner));
  }

  /**
   * Debian has the databases of OVN in /var/lib/ovn, RHEL in /etc/ovn, kolla in a volume for each;
   * the Open_vSwitch database is in a directory openvswitch, where old packages of OVN had theirs.
   */
  private static boolean isOf(String path, ComponentName owner) {
    boolean northbound = path.contains("/ovn_nb_db/");
    boolean southbound = path.contains("/ovn_sb_db/");
    boolean ovs = path.endsWith("/openvswitch") || path.contains("/openvswitch_db/");
    return switch (owner) {
      case NORTHBOUND -> !southbound && !ovs;
      case SOUTHBOUND -> !northbound && !ovs;
      case OVSDB -> ovs;
      case NORTHD, CONTROLLER, VSWITCHD, NEUTRON_SERVER -> false;
    };
  }

  private static Hop judged(Node node, ComponentName owner, DiskSpace disk) {
    String subject = node.name() + ": disk of " + disk.path();
    boolean noInodes = disk.freeInodes().filter(each -> each == 0).isPresent();
    long nearly = Math.min(NEARLY, disk.totalBytes() / SMALL_PART);
    Hop hop;
    if (disk.freeBytes() < FULL) {
      hop =
          Hop.of(
              HopKind.DATABASE_DISK,
              subject,
              node.name(),
              owner == ComponentName.OVSDB ? Answer.AS_LAST_PROGRAMMED : Answer.BROKEN,
              "it is full ("
                  + mebibytes(disk.freeBytes())
                  + " of "
                  + mebibytes(disk.totalBytes())
                  + " free): a change that cannot be written fails"
                  + WHAT_TO_DO);
    } else if (disk.freeBytes() < nearly || noInodes) {
      hop =
          Hop.of(
              HopKind.DATABASE_DISK,
              subject,
              node.name(),
              Answer.DEGRADED,
              (noInodes
                      ? "it has no free inode: no file can be made, so a database cannot be"
                          + " compacted and grows"
                      : "it is nearly full ("
                          + mebibytes(disk.freeBytes())
                          + " of "
                          + mebibytes(disk.totalBytes())
                          + " free): a database needs its own size to be compacted")
                  + WHAT_TO_DO);
    } else {
      hop = Hop.works(HopKind.DATABASE_DISK, subject, node.name());
    }
    return hop.with("node", node.name()).with("path", disk.path());
  }

  private static String mebibytes(long bytes) {
    return bytes / MEBIBYTE + " MiB";
  }
}
