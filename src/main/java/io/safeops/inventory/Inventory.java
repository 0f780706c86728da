package io.safeops.inventory;

import io.safeops.document.DocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a cluster and the paths to reach them, read from one YAML file.
 *
 * @param file the file that was read
 * @param nodes in the order of the file, at least one
 * @param openstack the OpenStack cloud whose networks run on the nodes, if the file names one
 * @param maintenance when changes are allowed; empty: at any time
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
   * accepted only from a regular file that only root or the user can write.
   *
   * @throws DocumentException with all problems of the file
   */
  public static Inventory load(Path file) throws DocumentException {
    return load(file, ProcessEnvironment.ofProcess());
  }

  /**
   * Reads an inventory that is part of another file, such as a policy test. It may not name
   * programs.
   *
   * @throws DocumentException with everything that is wrong with it
   */
  public static Inventory of(io.safeops.document.DocumentNode root) throws DocumentException {
    Path file = Path.of(root.at().file());
    return new InventoryReader(file, ProcessEnvironment.ofProcess(), FileTrust.none()).read(root);
  }

  /**
   * Reads an inventory that the operator has just typed and that is not saved yet. It may name
   * programs.
   *
   * @param file the file in which it will be saved; relative paths start there
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

  /** All nodes that are not marked absent. */
  public List<InventoryNode> present() {
    return nodes.stream().filter(node -> !node.isAbsent()).toList();
  }
}
