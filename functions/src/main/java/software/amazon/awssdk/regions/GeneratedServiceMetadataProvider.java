package software.amazon.awssdk.regions;

import software.amazon.awssdk.regions.servicemetadata.EnhancedS3ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.IamServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.Route53ServiceMetadata;

/**
 * In place of the SDK's class of this name, which the artifact leaves out: that one makes, with the first client, what the SDK
 * knows of the regions of all three hundred AWS services, a tenth of a function's start. The functions call twenty, and of all but
 * three it is what the SDK takes for granted of a service that it does not know: that its endpoint has the region's name, and is
 * signed for in that region.
 *
 * <p>{@code GeneratedServiceMetadataProviderTest} compares the two for every client that the functions have, so that neither
 * another client nor another version of the SDK goes unnoticed.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {
    @Override
    public ServiceMetadata serviceMetadata(String endpointPrefix) {
        return switch (endpointPrefix) {
            case "iam" -> new IamServiceMetadata();
            case "route53" -> new Route53ServiceMetadata();
            case "s3" -> new EnhancedS3ServiceMetadata();
            default -> null;
        };
    }
}
