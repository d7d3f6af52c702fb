<?php
/** Maintenance: runs the PHP code given on standard input in this wiki. */

require_once getenv( 'LETSCONNECT_SANDBOX_TREE' ) . '/maintenance/Maintenance.php';

class SandboxEvaluate extends Maintenance {
	public function execute() {
		eval( stream_get_contents( STDIN ) );
		DeferredUpdates::doUpdates();
	}
}

$maintClass = SandboxEvaluate::class;
require_once RUN_MAINTENANCE_IF_MAIN;
