package dev.slipway.resource;

import java.util.Map;

/**
 * A service's own door into the environment's EFS file system: a directory, and the user that all its access is made as.
 * Nothing of it but the tags can be changed, so all else is the key.
 *
 * @param fileSystem id
 * @param clientToken what makes creating it idempotent
 * @param path the directory on the file system
 */
public record AccessPoint(
        String fileSystem, String path, long uid, long gid, String clientToken, Map<String, String> tags)
        implements Resource {

    @Override
    public String key() {
        return fileSystem + path + ":" + uid + ":" + gid;
    }
}
