package io.safeops.action.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.ApiUndo;
import io.safeops.action.neutron.NetworkUndo;
import io.safeops.action.neutron.RouterGatewayUndo;

/** The kinds of {@link ApiUndo} by the word that their records begin with. */
public final class ApiUndos {

  private ApiUndos() {}

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static ApiUndo read(JsonNode record) {
    String kind = record.path("kind").asText();
    return switch (kind) {
      case RouterGatewayUndo.KIND -> RouterGatewayUndo.read(record);
      case NetworkUndo.KIND -> NetworkUndo.read(record);
      default -> throw new IllegalArgumentException("there is no undo of kind '" + kind + "'");
    };
  }
}
