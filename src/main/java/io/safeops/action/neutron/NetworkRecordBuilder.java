package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a {@link NetworkRecord} by the names of its parts. No part may be left out. */
final class NetworkRecordBuilder {

  private @Nullable String id;
  private @Nullable String marker;
  private @Nullable List<String> others;
  private @Nullable ObjectNode network;
  private @Nullable List<String> tags;
  private @Nullable List<ObjectNode> subnets;
  private @Nullable List<ObjectNode> shares;

  NetworkRecordBuilder id(String value) {
    id = value;
    return this;
  }

  NetworkRecordBuilder marker(String value) {
    marker = value;
    return this;
  }

  NetworkRecordBuilder others(List<String> value) {
    others = value;
    return this;
  }

  NetworkRecordBuilder network(ObjectNode value) {
    network = value;
    return this;
  }

  NetworkRecordBuilder tags(List<String> value) {
    tags = value;
    return this;
  }

  NetworkRecordBuilder subnets(List<ObjectNode> value) {
    subnets = value;
    return this;
  }

  NetworkRecordBuilder shares(List<ObjectNode> value) {
    shares = value;
    return this;
  }

  NetworkRecord build() {
    return new NetworkRecord(
        given(id, "id"),
        given(marker, "marker"),
        given(others, "others"),
        given(network, "network"),
        given(tags, "tags"),
        given(subnets, "subnets"),
        given(shares, "shares"));
  }

  private static <T> T given(@Nullable T value, String part) {
    return Objects.requireNonNull(value, part);
  }
}
