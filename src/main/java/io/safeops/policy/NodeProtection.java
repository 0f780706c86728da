package io.safeops.policy;

/**
 * How well a node of the inventory is covered if a change cuts it off.
 *
 * @param node its name
 * @param survivesReboot whether its guard would undo after a reboot too
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 */
public record NodeProtection(
    String node, boolean survivesReboot, boolean stormProbe, OutOfBandProtection outOfBand) {}
