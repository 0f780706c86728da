package io.safeops.inventory;

import io.safeops.document.DocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a cluster and the ways to reach them, as one YAML file says.
 *
 * @param file it was read from
 * @param nodes in the order of the file, at least one
 * @param openstack whose networks they carry, if the file names it
 * @param maintenance when changes may be made; none for at any time
 */
public record Inventory(
    Path file,
    List<InventoryNode> nodes,
    Optional<OpenStack> openstack,
    List<MaintenanceWindow> maintenance) {

  public Inventory {
    nodes = List.copyOf(nodes);
    maintenance = List.copyOf(maintenance);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("an inventory has at least one node");
    }
  }

  /**
   * Reads an inventory. Starts no program and opens no socket. Keys that name a program to run are
   * taken only from a regular file that nobody but root or the user can write.
   *
   * @throws DocumentException with everything that is wrong with the file
   */
  public static Inventory load(Path file) throws DocumentException {
    return load(file, ProcessEnvironment.ofProcess());
  }

  /**
   * Reads an inventory that stands in another file, such as a test of a policy. It may name no
   * program.
   *
   * @throws DocumentException with everything that is wrong with it
   */
  public static Inventory of(io.safeops.document.DocumentNode root) throws DocumentException {
    Path file = Path.of(root.at().file());
    return new InventoryReader(file, ProcessEnvironment.ofProcess(), FileTrust.none()).read(root);
  }

  /**
   * Reads an inventory that the operator has just typed, before it is a file: it may name programs.
   *
   * @param file what it will be; relative paths start there
   * @throws DocumentException with everything that is wrong with it
   */
  public static Inventory ofOperator(io.safeops.document.DocumentNode root, Path file)
      throws DocumentException {
    return new InventoryReader(file, ProcessEnvironment.ofProcess(), FileTrust.full()).read(root);
  }

  static Inventory load(Path file, ProcessEnvironment processEnvironment) throws DocumentException {
    return new InventoryReader(file, processEnvironment).read();
  }

  public Optional<InventoryNode> node(String name) {
    return nodes.stream().filter(node -> node.name().value().equals(name)).findFirst();
  }

  /** The nodes that are there: all but those marked absent. */
  public List<InventoryNode> present() {
    return nodes.stream().filter(node -> !node.isAbsent()).toList();
  }
}
